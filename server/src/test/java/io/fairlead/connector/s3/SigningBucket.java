package io.fairlead.connector.s3;

import java.io.IOException;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/// A real S3 server in this process that knows one key and one bucket.
public final class SigningBucket implements AutoCloseable {
  private final S3Proxy server;

  private SigningBucket(S3Proxy server) {
    this.server = server;
  }

  public static SigningBucket start(String id, String secret, String bucket) throws Exception {
    TransientNio2BlobStore store = new TransientNio2BlobStore();
    store.createContainer(bucket);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, id, secret)
            .build();
    server.start();
    return new SigningBucket(server);
  }

  public int port() {
    return server.getPort();
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
