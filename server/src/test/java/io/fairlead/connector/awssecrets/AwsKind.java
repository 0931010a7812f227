package io.fairlead.connector.awssecrets;

import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;

/// AWS Secrets Manager, signed in to with an access key.
public final class AwsKind implements VaultKind.Remote {
  static final String PREFIX = "prod/";
  static final String REGION = "eu-central-1";

  private final Authority authority;
  private final StrictRegion service =
      new StrictRegion("AKIAAPP", "key-" + CANARY, REGION);
  private final HttpPeer peer;

  public AwsKind(Authority authority) throws IOException {
    this.authority = authority;
    this.peer = HttpPeer.startTls(authority.issue("127.0.0.1"), service);
  }

  @Override
  public Workbench workbench() {
    return new Workbench(
        new AwsSecretsType(Reveal.create(), InstantSource.system(), VaultKind.tls(authority)));
  }

  @Override
  public String secretName() {
    return "shop/db@1";
  }

  @Override
  public void put(String name, String value) {
    service.secrets().put(PREFIX + name, value);
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
        "aws-secrets-manager",
        "endpoint",
        "https://127.0.0.1:" + port,
        "region",
        REGION,
        "secrets_manager_prefix",
        PREFIX,
        "access_key_id",
        "AKIAAPP",
        "secret_access_key",
        workbench.secretOf((known ? "key-" : "other-") + CANARY));
  }

  @Override
  public void close() {
    peer.close();
  }
}
