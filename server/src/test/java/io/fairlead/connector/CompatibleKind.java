package io.fairlead.connector;

import io.fairlead.connector.s3.SigningBucket;
import io.fairlead.model.Connection;
import java.io.IOException;
import java.util.Optional;

/// A service of another vendor in the place of which a real S3 server stands.
final class CompatibleKind implements StorageKind {
  private final S3CompatibleType type;
  private final String idKey;
  private final String secretKey;
  private final Workbench workbench;
  private final SigningBucket server;

  CompatibleKind(S3CompatibleType type, String idKey, String secretKey) throws Exception {
    this.type = type;
    this.idKey = idKey;
    this.secretKey = secretKey;
    this.workbench = new Workbench(type);
    this.server = SigningBucket.start("AKID", "right-key", "shop");
  }

  private Connection connection(int port, String secret) {
    return workbench.connection(
        type.name(),
        "bucket",
        "shop",
        "endpoint",
        "http://127.0.0.1:" + port,
        idKey,
        "AKID",
        secretKey,
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
    return type.name();
  }
}
