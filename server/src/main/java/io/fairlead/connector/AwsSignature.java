package io.fairlead.connector;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// Signs requests as AWS wants them signed (version 4), with credentials that it holds.
public final class AwsSignature implements RequestSigner {
  private final AwsCredentials credentials;
  private final String region;
  private final InstantSource clock;

  public AwsSignature(AwsCredentials credentials, String region, InstantSource clock) {
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  @Override
  public HttpRequest sign(String service, HttpAddress address, HttpRequest request) {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(URI.create(address.origin() + request.target()));
    request.headers().forEach(unsigned::putHeader);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                wanted ->
                    wanted
                        .identity(credentials.identity())
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(request.body()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        // S3 signs the path as it is sent; every other service encodes it again.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"))
                        .putProperty(
                            AwsV4HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
    HttpRequest complete = request;
    for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
      complete = complete.with(header.getKey(), String.join(",", header.getValue()));
    }
    return complete;
  }
}
