package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/// HashiCorp Vault, signed in to with a role.
public final class HashicorpKind implements VaultKind.Remote {
  static final String ROLE = "role-1";
  static final String TOKEN = "hvs." + CANARY;

  final StrictKeyValueEngine engine = new StrictKeyValueEngine(TOKEN, ROLE, "secret-" + CANARY);
  private final Authority authority;
  private final HttpPeer peer;

  public HashicorpKind(Authority authority) throws IOException {
    this.authority = authority;
    this.peer = HttpPeer.startTls(authority.issue("127.0.0.1"), engine);
  }

  @Override
  public Workbench workbench() {
    return new Workbench(new HashicorpVaultType(Reveal.create()));
  }

  @Override
  public String secretName() {
    return "app/the db";
  }

  @Override
  public void put(String name, String value) {
    engine.put(name, JsonNodeFactory.instance.objectNode().put("value", value));
  }

  @Override
  public int port() {
    return peer.port();
  }

  @Override
  public int signInPort() {
    return peer.port();
  }

  @Override
  public Connection connection(Workbench workbench, int port, int signInPort, boolean known) {
    return workbench.connection(
        "hashicorp-vault",
        "address",
        "https://127.0.0.1:" + port,
        "ssl_certificate_authority",
        authority.pem(),
        "mount",
        "kv/shop",
        "namespace",
        StrictKeyValueEngine.NAMESPACE,
        "auth_method",
        "AppRole",
        "role_id",
        ROLE,
        "secret_id",
        workbench.secretOf((known ? "secret-" : "other-") + CANARY + "\n"));
  }

  /// The same with a token.
  Connection withToken(Workbench workbench, String token) {
    return withToken(workbench, token, "mount", "kv/shop");
  }

  Connection withToken(Workbench workbench, String token, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "address",
                "https://127.0.0.1:" + port(),
                "ssl_certificate_authority",
                authority.pem(),
                "namespace",
                StrictKeyValueEngine.NAMESPACE,
                "token",
                workbench.secretOf(token)));
    options.addAll(List.of(more));
    return workbench.connection("hashicorp-vault", options.toArray());
  }

  @Override
  public void close() {
    peer.close();
  }
}
