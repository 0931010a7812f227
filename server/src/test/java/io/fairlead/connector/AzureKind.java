package io.fairlead.connector;

import io.fairlead.connector.azureblob.AzureBlobType;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// A double of Azure's storage that checks signatures.
final class AzureKind implements StorageKind {
  private static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8};

  private final Workbench workbench =
      new Workbench(new AzureBlobType(Reveal.create(), InstantSource.system(), Tls.verified()));
  private final AzureContainer container = new AzureContainer("acme", KEY);

  AzureKind() throws IOException {}

  private Connection connection(int port, byte[] key) {
    return workbench.connection(
        "azure-blob",
        "account_name",
        "acme",
        "container",
        "shop",
        "prefix",
        "a b/ü/",
        "endpoint",
        "http://127.0.0.1:" + port,
        "account_key",
        workbench.secretOf(Base64.getEncoder().encodeToString(key)));
  }

  @Override
  public Workbench workbench() {
    return workbench;
  }

  @Override
  public Connection right() {
    return connection(container.port(), KEY);
  }

  @Override
  public Optional<Connection> wrong() {
    return Optional.of(connection(container.port(), new byte[] {9}));
  }

  @Override
  public Optional<Connection> at(int port) {
    return Optional.of(connection(port, KEY));
  }

  @Override
  public void close() {
    container.close();
  }

  @Override
  public String toString() {
    return "azblob";
  }
}
