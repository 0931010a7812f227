package io.fairlead.connector.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.Authority;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VerifyingTokenEndpoint;
import io.fairlead.connector.Workbench;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GcpTypeTest {
  private static final String EMAIL = "loader@shop.iam.gserviceaccount.com";
  private static final String SIGNED_IN = "sign in: signed in as " + EMAIL;

  private final Authority authority = new Authority("Test CA");
  private final KeyPair pair = rsa();
  private final HttpPeer peer;
  private Workbench workbench;

  GcpTypeTest() throws IOException {
    peer =
        HttpPeer.startTls(
            authority.issue("127.0.0.1"), new VerifyingTokenEndpoint(EMAIL, pair.getPublic()));
    workbench = new Workbench();
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

  @BeforeEach
  void start() {
    workbench = workbench(InstantSource.system());
  }

  private Workbench workbench(InstantSource clock) {
    Tls tls =
        new Tls(
            Tls.Verify.HOST,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
    HttpAddress address =
        HttpAddress.read("https://127.0.0.1:" + peer.port(), _ -> {}).orElseThrow();
    return new Workbench(new GcpType(
            Reveal.create(), new GoogleSignIn(address, tls, clock, Reveal.create())));
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  private Map<String, String> file() {
    return new TreeMap<>(
        Map.of(
            "type",
            "service_account",
            "private_key_id",
            "k1",
            "private_key",
            pem(pair, "PRIVATE KEY"),
            "client_email",
            EMAIL,
            "token_uri",
            "https://oauth2.googleapis.com/token"));
  }

  private static String pem(KeyPair pair, String label) {
    String body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private String probe(Map<String, String> file) {
    return probe(JsonMapper.builder().build().writeValueAsString(file));
  }

  private String probe(String secret) {
    return Workbench.read(
        workbench.probe(
            workbench.connection("gcp", "service_account_key", workbench.secretOf(secret))));
  }

  private String changed(String name, String value) {
    Map<String, String> file = file();
    file.put(name, value);
    return probe(file);
  }

  @Test
  void aKeySignsIn() {
    String text = probe(file());
    assertTrue(text.startsWith("key: \nresolve: 127.0.0.1\nconnect: "), text);
    assertTrue(text.endsWith(SIGNED_IN + "\n"), text);
  }

  @Test
  void aKeyThatPointsElsewhereIsSentNowhere() {
    for (String elsewhere :
        new String[] {
          "https://evil.example/token",
          "https://oauth2.googleapis.com/token/",
          "http://oauth2.googleapis.com/token",
          ""
        }) {
      assertEquals(
          "key: FAILED the secret of SERVICE ACCOUNT KEY is not a key of a service account: its"
              + " token_uri is not https://oauth2.googleapis.com/token\n",
          changed("token_uri", elsewhere));
    }
    assertEquals(0, peer.asked().size());
  }

  @Test
  void secretsThatAreNoKey() {
    String start =
        "key: FAILED the secret of SERVICE ACCOUNT KEY is not a key of a service account: ";
    assertEquals(start + "it is not in JSON\n", probe("not-json"));
    assertEquals(
        start + "its token_uri is not https://oauth2.googleapis.com/token\n", probe("[]"));
    assertEquals(
        start + "its client_email is missing or is not an address\n",
        changed("client_email", "x\ny"));
    for (String pem : new String[] {"", "hunter2", pem(pair, "CERTIFICATE")}) {
      assertEquals(
          start + "its private_key is not an RSA key in PEM form\n", changed("private_key", pem));
    }
  }

  @Test
  void anotherKeyOfTheSameAccount() {
    assertTrue(
        changed("private_key", pem(rsa(), "PRIVATE KEY"))
            .endsWith("sign in: FAILED Google does not accept the key\n"));
  }

  @Test
  void aClockThatIsWrong() {
    Instant early = Instant.now().minus(Duration.ofHours(1));
    workbench = workbench(() -> early);
    assertTrue(probe(file()).endsWith("sign in: FAILED Google does not accept the key\n"));
  }

  @Test
  void theTokenIsNotRepeated() {
    assertFalse(probe(file()).contains(VerifyingTokenEndpoint.TOKEN));
  }
}
