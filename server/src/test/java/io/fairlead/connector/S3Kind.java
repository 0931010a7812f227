package io.fairlead.connector;

import io.fairlead.connector.s3.S3Type;
import io.fairlead.connector.s3.SigningBucket;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// A real S3 server that checks signatures.
final class S3Kind implements StorageKind {
  private final Workbench workbench =
      new Workbench(
          new S3Type(
              Reveal.create(),
              InstantSource.system(),
              Tls.verified(),
              new AwsRoles(
                  Reveal.create(),
                  InstantSource.system(),
                  "e",
                  Optional.empty(),
                  Tls.verified())));
  private final SigningBucket server;

  S3Kind() throws Exception {
    server = SigningBucket.start("AKID", "right-key", "shop");
  }

  private Connection connection(int port, String secret) {
    return workbench.connection(
        "s3",
        "bucket",
        "shop",
        "prefix",
        "a b/ü/",
        "endpoint",
        "http://127.0.0.1:" + port,
        "access_key_id",
        "AKID",
        "secret_access_key",
        workbench.secretOf(secret));
  }

  @Override
  public Workbench workbench() {
    return workbench;
  }

  @Override
  public Connection right() {
    return connection(server.port(), "right-key");
  }

  @Override
  public Optional<Connection> wrong() {
    return Optional.of(connection(server.port(), "wrong-key"));
  }

  @Override
  public Optional<Connection> at(int port) {
    return Optional.of(connection(port, "right-key"));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  @Override
  public String toString() {
    return "s3";
  }
}
