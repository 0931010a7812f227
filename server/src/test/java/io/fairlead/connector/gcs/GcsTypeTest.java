package io.fairlead.connector.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VerifyingTokenEndpoint;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.gcp.GcpType;
import io.fairlead.connector.gcpsecrets.GcpSecretsType;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Against doubles that check the signature of the sign-in and the token of the request.
class GcsTypeTest {
  private static final String EMAIL = "loader@shop.iam.gserviceaccount.com";

  private final Authority authority = new Authority("Test CA");
  private final KeyPair pair = rsa();
  private final HttpPeer google;
  private final GcsType type;
  private final Workbench workbench;

  GcsTypeTest() throws IOException {
    google =
        HttpPeer.startTls(
            authority.issue("127.0.0.1"), new VerifyingTokenEndpoint(EMAIL, pair.getPublic()));
    Tls tls =
        new Tls(
            Tls.Verify.HOST,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
    HttpAddress address =
        HttpAddress.read("https://127.0.0.1:" + google.port(), _ -> {}).orElseThrow();
    GoogleSignIn signIn =
        new GoogleSignIn(address, tls, InstantSource.system(), Reveal.create());
    type = new GcsType(Reveal.create(), signIn, tls);
    workbench =
        new Workbench(
            type,
            new GcpType(Reveal.create(), signIn),
            new GcpSecretsType(Reveal.create(), signIn, tls));
  }

  @AfterEach
  void stop() {
    google.close();
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

  private OptionValue key(KeyPair owner) {
    return workbench.secretOf(file(owner));
  }

  private static String file(KeyPair owner) {
    String body = Base64.getMimeEncoder().encodeToString(owner.getPrivate().getEncoded());
    return JsonMapper.builder()
        .build()
        .writeValueAsString(
            Map.of(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n",
                "client_email",
                EMAIL,
                "token_uri",
                "https://oauth2.googleapis.com/token"));
  }

  /// One bucket, which only the token of [VerifyingTokenEndpoint] opens.
  private static void bucket(HttpPeer.Asked asked, OutputStream out) throws IOException {
    boolean proven =
        asked.header("Authorization").equals(Optional.of("Bearer " + VerifyingTokenEndpoint.TOKEN));
    if (!proven) {
      HttpPeer.write(out, 401, "{\"error\": {\"code\": 401}}");
    } else if (asked.line().startsWith("GET /storage/v1/b/shop/o?maxResults=1")) {
      boolean below = asked.line().contains("&prefix=a%20b%2F ");
      String items =
          ", \"items\": [{\"name\": \"a\", \"size\": \"1\", \"generation\": \"7\"}]}";
      HttpPeer.write(out, 200, "{\"kind\": \"storage#objects\"" + (below ? "}" : items));
    } else {
      HttpPeer.write(out, 404, "{\"error\": {\"code\": 404}}");
    }
  }

  private String lastStep(HttpPeer.Behaviour behaviour, String bucket, Object... more)
      throws IOException {
    try (HttpPeer peer = HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour)) {
      List<Object> options =
          new ArrayList<>(
              List.of("bucket", bucket, "endpoint", "https://127.0.0.1:" + peer.port()));
      options.addAll(List.of(more));
      String text =
          Workbench.read(workbench.probe(workbench.connection("gcs", options.toArray())));
      return text.lines().reduce("", (_, line) -> line);
    }
  }

  @Test
  void theRightKeyLists() throws IOException {
    HttpPeer.Behaviour bucket = GcsTypeTest::bucket;
    assertEquals(
        "list bucket: readable", lastStep(bucket, "shop", "credential", key(pair)));
    assertEquals(
        "list bucket: readable, nothing there",
        lastStep(bucket, "shop", "service_account_key", key(pair), "prefix", "a b/"));
  }

  @Test
  void anotherConnectionSigns() throws IOException {
    HttpPeer.Behaviour bucket = GcsTypeTest::bucket;
    Connection vault =
        workbench.connection(
            "gcp-secret-manager", "project_id", "shop-1", "service_account_key", key(pair));
    assertEquals(
        "list bucket: readable",
        lastStep(bucket, "shop", "credential_storage", Workbench.use(vault)));
    Connection account = workbench.connection("gcp", "service_account_key", key(pair));
    assertEquals(
        "list bucket: readable",
        lastStep(bucket, "shop", "gcp_connection", Workbench.use(account)));
    Connection stranger = workbench.connection("gcp", "service_account_key", key(rsa()));
    assertEquals(
        "signer " + stranger.name().object() + ": sign in: FAILED Google does not accept the key",
        lastStep(bucket, "shop", "gcp_connection", Workbench.use(stranger)));
  }

  @Test
  void aKeyInBase64() throws IOException {
    String text = file(pair);
    assertEquals(
        "list bucket: readable",
        lastStep(
            GcsTypeTest::bucket,
            "shop",
            "credential",
            workbench.secretOf(
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))));
    assertEquals(
        "key: FAILED the secret of SERVICE ACCOUNT KEY is not a key of a service account: it is not"
            + " in JSON",
        lastStep(GcsTypeTest::bucket, "shop", "credential", workbench.secretOf("hunter2!")));
  }

  @Test
  void whatIsRefused() throws IOException {
    HttpPeer.Behaviour bucket = GcsTypeTest::bucket;
    assertEquals(
        "sign in: FAILED Google does not accept the key",
        lastStep(bucket, "shop", "credential", key(rsa())));
    assertEquals(
        "list bucket: FAILED bucket \"shelf\" does not exist",
        lastStep(bucket, "shelf", "credential", key(pair)));
    assertEquals(
        "list bucket: FAILED bucket \"shop\" is not open to everybody", lastStep(bucket, "shop"));
    assertEquals(
        "list bucket: FAILED bucket \"shop\" may not be listed",
        lastStep(HttpPeer.json(403, "{}"), "shop", "credential", key(pair)));
  }

  @Test
  void roguePeers() throws IOException {
    assertEquals(
        "list bucket: FAILED the server redirects to another address (status 302)",
        lastStep(
            HttpPeer.redirect(302, "https://127.0.0.1:1/"), "shop", "credential", key(pair)));
    assertEquals(
        "list bucket: FAILED the peer is no Google Cloud Storage (status 200)",
        lastStep(HttpPeer.json(200, "<html>"), "shop", "credential", key(pair)));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "bucket", "a/b", "endpoint", "http://127.0.0.1", "credential", key(pair),
            "service_account_key", key(pair)),
        problems);
    assertEquals(
        List.of(
            "a connection signs in with one of CREDENTIAL, CREDENTIAL STORAGE, SERVICE ACCOUNT KEY"
                + " and GCP CONNECTION",
            "invalid BUCKET: it is not the name of a bucket",
            "invalid ENDPOINT: it must begin with https://"),
        problems.all().stream().map(Problem::message).toList());
  }
}
