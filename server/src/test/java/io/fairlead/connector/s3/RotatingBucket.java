package io.fairlead.connector.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// A real S3 server in this process whose keys come and go. It checks every signature; it does not
/// look at session tokens.
public final class RotatingBucket implements AutoCloseable {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final TransientNio2BlobStore store = new TransientNio2BlobStore();
  private final S3Proxy server;
  private volatile Function<String, Optional<String>> further = _ -> Optional.empty();

  public RotatingBucket(String... buckets) throws Exception {
    for (String bucket : buckets) {
      store.createContainer(bucket);
    }
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "nobody", "nobody")
            .ignoreUnknownHeaders(true)
            .build();
    server.setBlobStoreLocator(
        (id, _, _) ->
            Optional.ofNullable(secrets.get(id))
                .or(() -> further.apply(id))
                .map(secret -> new AccessGrant(secret, store))
                .orElse(null));
    server.start();
  }

  /// From now on the key opens everything.
  public void allow(String id, String secret) {
    secrets.put(id, secret);
  }

  public void revoke(String id) {
    secrets.remove(id);
  }

  /// Keys that somebody else has given, such as a token service.
  public void trust(Function<String, Optional<String>> secretOf) {
    further = secretOf;
  }

  /// Puts a file there as somebody else does, past the server.
  public void put(String bucket, String name, byte[] content) {
    var _ =
        store.putBlob(
            PutObjectRequest.builder()
                .bucket(bucket)
                .key(name)
                .contentLength((long) content.length)
                .build(),
            new ByteArrayInputStream(content));
  }

  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IOException(failure);
    }
  }
}
