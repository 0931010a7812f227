package io.fairlead.connector.azurekeyvault;

import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;

/// Azure Key Vault, signed in to as an application.
public final class AzureKind implements VaultKind.Remote {
  private final Authority authority;
  private final StrictKeyVault vault =
      new StrictKeyVault(
          "grant_type=client_credentials&client_id=app&client_secret=~secret& +" + CANARY
              + "&scope=https://vault.azure.net/.default",
          "eyJ." + CANARY);
  private final HttpPeer peer;
  private final HttpPeer entra;

  public AzureKind(Authority authority) throws IOException {
    this.authority = authority;
    this.peer = HttpPeer.startTls(authority.issue("127.0.0.1"), vault::answer);
    this.entra = HttpPeer.startTls(authority.issue("127.0.0.1"), vault::signIn);
  }

  @Override
  public Workbench workbench() {
    return new Workbench(new AzureKeyVaultType(Reveal.create(), VaultKind.tls(authority)));
  }

  @Override
  public String secretName() {
    return "shop-db";
  }

  @Override
  public void put(String name, String value) {
    vault.secrets.put(name, value);
  }

  @Override
  public int port() {
    return peer.port();
  }

  @Override
  public int signInPort() {
    return entra.port();
  }

  @Override
  public Connection connection(Workbench workbench, int port, int signInPort, boolean known) {
    return workbench.connection(
        "azure-key-vault",
        "key_vault_name",
        "shop",
        "endpoint",
        "https://127.0.0.1:" + port,
        "authority",
        "https://127.0.0.1:" + signInPort,
        "tenant_id",
        "shop.example",
        "client_id",
        "app",
        "client_secret",
        workbench.secretOf((known ? "~secret& +" : "other") + CANARY));
  }

  @Override
  public void close() {
    peer.close();
    entra.close();
  }
}
