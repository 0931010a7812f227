package io.fairlead.connector.webhdfs;

import io.fairlead.connector.StorageKind;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/// A double of a name node and a data node, which check what they are sent.
public final class WebHdfsKind implements StorageKind {
  private final Workbench workbench =
      new Workbench(new WebHdfsType(Reveal.create(), Tls.verified(), new Random(1)));
  private final NameNode nameNode = new NameNode();

  public WebHdfsKind() throws IOException {}

  private Connection connection(int port, String token) {
    return workbench.connection(
        "webhdfs",
        "endpoint",
        "127.0.0.1:" + port,
        "https",
        false,
        "prefix",
        "a b/ü/",
        "delegation",
        workbench.secretOf(token));
  }

  @Override
  public Workbench workbench() {
    return workbench;
  }

  @Override
  public Connection right() {
    return connection(nameNode.port(), NameNode.TOKEN);
  }

  @Override
  public Optional<Connection> wrong() {
    return Optional.of(connection(nameNode.port(), "old"));
  }

  @Override
  public Optional<Connection> at(int port) {
    return Optional.of(connection(port, NameNode.TOKEN));
  }

  @Override
  public void close() {
    nameNode.close();
  }

  @Override
  public String toString() {
    return "webhdfs";
  }
}
