package io.fairlead.connector;

import io.fairlead.connector.gcs.GcsType;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// A double of Google's storage behind a sign-in that checks the signature.
final class GcsKind implements StorageKind {
  private static final String EMAIL = "loader@shop.iam.gserviceaccount.com";

  private final Authority authority = new Authority("Test CA");
  private final KeyPair pair = rsa();
  private final HttpPeer google;
  private final GoogleBucket bucket;
  private final Workbench workbench;

  GcsKind() throws IOException {
    google =
        HttpPeer.startTls(
            authority.issue("127.0.0.1"), new VerifyingTokenEndpoint(EMAIL, pair.getPublic()));
    bucket = new GoogleBucket(authority.issue("127.0.0.1"));
    Tls tls =
        new Tls(
            Tls.Verify.HOST,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
    HttpAddress address =
        HttpAddress.read("https://127.0.0.1:" + google.port(), _ -> {}).orElseThrow();
    workbench =
        new Workbench(
            new GcsType(
                Reveal.create(),
                new GoogleSignIn(address, tls, InstantSource.system(), Reveal.create()),
                tls));
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

  private Connection connection(int port, KeyPair owner) {
    String body = Base64.getMimeEncoder().encodeToString(owner.getPrivate().getEncoded());
    String key =
        JsonMapper.builder()
            .build()
            .writeValueAsString(
                Map.of(
                    "private_key",
                    "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                    "client_email",
                    EMAIL,
                    "token_uri",
                    "https://oauth2.googleapis.com/token"));
    return workbench.connection(
        "gcs",
        "bucket",
        "shop",
        "prefix",
        "a b/ü/",
        "endpoint",
        "https://127.0.0.1:" + port,
        "credential",
        workbench.secretOf(key));
  }

  @Override
  public Workbench workbench() {
    return workbench;
  }

  @Override
  public Connection right() {
    return connection(bucket.port(), pair);
  }

  @Override
  public Optional<Connection> wrong() {
    return Optional.of(connection(bucket.port(), rsa()));
  }

  @Override
  public Optional<Connection> at(int port) {
    return Optional.of(connection(port, pair));
  }

  @Override
  public HttpPeer peer(HttpPeer.Behaviour behaviour) throws IOException {
    return HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour);
  }

  @Override
  public void close() {
    google.close();
    bucket.close();
  }

  @Override
  public String toString() {
    return "gcs";
  }
}
