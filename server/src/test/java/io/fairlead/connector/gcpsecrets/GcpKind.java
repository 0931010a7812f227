package io.fairlead.connector.gcpsecrets;

import io.fairlead.connector.Authority;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.VerifyingTokenEndpoint;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Google Cloud's Secret Manager, signed in to with the key of a service account.
public final class GcpKind implements VaultKind.Remote {
  private static final String EMAIL = "loader@shop.iam.gserviceaccount.com";

  final StrictProject secrets = new StrictProject(VerifyingTokenEndpoint.TOKEN);
  private final Authority authority;
  private final KeyPair pair = rsa();
  private final HttpPeer peer;
  private final HttpPeer google;

  public GcpKind(Authority authority) throws IOException {
    this.authority = authority;
    this.peer = HttpPeer.startTls(authority.issue("127.0.0.1"), secrets);
    this.google =
        HttpPeer.startTls(
            authority.issue("127.0.0.1"), new VerifyingTokenEndpoint(EMAIL, pair.getPublic()));
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @Override
  public Workbench workbench() {
    HttpAddress address =
        HttpAddress.read("https://127.0.0.1:" + google.port(), _ -> {}).orElseThrow();
    return new Workbench(
        new GcpSecretsType(
            Reveal.create(),
            new GoogleSignIn(
                address, VaultKind.tls(authority), InstantSource.system(), Reveal.create()),
            VaultKind.tls(authority)));
  }

  @Override
  public String secretName() {
    return "shop_db";
  }

  @Override
  public void put(String name, String value) {
    secrets.put(name, value);
  }

  @Override
  public int port() {
    return peer.port();
  }

  @Override
  public int signInPort() {
    return google.port();
  }

  @Override
  public Connection connection(Workbench workbench, int port, int signInPort, boolean known) {
    KeyPair signing = known ? pair : rsa();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(signing.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Map<String, String> file =
        Map.of(
            "private_key_id",
            CANARY,
            "private_key",
            pem,
            "client_email",
            EMAIL,
            "token_uri",
            "https://oauth2.googleapis.com/token");
    return workbench.connection(
        "gcp-secret-manager",
        "endpoint",
        "https://127.0.0.1:" + port,
        "project_id",
        "shop-1",
        "service_account_key",
        workbench.secretOf(JsonMapper.builder().build().writeValueAsString(file)));
  }

  @Override
  public void close() {
    peer.close();
    google.close();
  }
}
