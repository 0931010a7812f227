package io.fairlead.connector.azureblob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Against a double that checks signatures and tokens as the protocol is documented.
class AzureBlobTypeTest {
  private static final byte[] KEY = "right-key".getBytes(StandardCharsets.UTF_8);
  private static final String SAS = "sv=2021-12-02&sp=l&sig=abc%2Bdef%3D";

  private final Authority authority = new Authority("Test CA");
  private final Tls tls =
      new Tls(
          Tls.Verify.HOST,
          Optional.empty(),
          Optional.empty(),
          Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
  private final AzureBlobType type =
      new AzureBlobType(Reveal.create(), InstantSource.system(), tls);
  private final Workbench workbench = new Workbench(type);

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String lastStep(HttpPeer.Behaviour behaviour, Object... more) throws IOException {
    try (HttpPeer peer = HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour)) {
      List<Object> options =
          new ArrayList<>(
              List.of(
                  "account_name",
                  "acme",
                  "container",
                  "shop",
                  "endpoint",
                  "https://127.0.0.1:" + peer.port()));
      options.addAll(List.of(more));
      String text =
          Workbench.read(workbench.probe(workbench.connection("azure-blob", options.toArray())));
      return text.lines().reduce("", (_, line) -> line);
    }
  }

  private String real(Object... more) throws IOException {
    return lastStep(new SigningContainer("acme", KEY, SAS, "shop"), more);
  }

  @Test
  void theRightKeyOrTokenLists() throws IOException {
    String listed = "list container: readable";
    assertEquals(listed, real("account_key", workbench.secretOf(base64("right-key"))));
    assertEquals(
        listed, real("account_key", workbench.secretOf(base64("right-key")), "prefix", "a b/ü"));
    assertEquals(listed, real("sas_token", workbench.secretOf("?" + SAS)));
    assertEquals(
        listed,
        real(
            "credential",
            workbench.secretOf("{\"account_key\": \"" + base64("right-key") + "\"}")));
    assertEquals(
        listed, real("credential", workbench.secretOf("{\"sas_token\": \"" + SAS + "\"}")));
  }

  @Test
  void aWrongKeyOrTokenIsRefused() throws IOException {
    String refused = "list container: FAILED the account does not accept the credential";
    assertEquals(refused, real("account_key", workbench.secretOf(base64("wrong-key"))));
    assertEquals(refused, real("sas_token", workbench.secretOf(SAS + "x")));
  }

  @Test
  void secretsThatAreNone() throws IOException {
    assertEquals(
        "credential: FAILED the account key is not in base64",
        real("account_key", workbench.secretOf("hunter2!")));
    assertEquals(
        "credential: FAILED the SAS token is not one: it has no signature, or characters that none"
            + " can have",
        real("sas_token", workbench.secretOf("sig=a b\r\nX: y")));
    assertEquals(
        "credential: FAILED the credential holds neither an account key nor a SAS token",
        real("credential", workbench.secretOf("hunter2")));
  }

  @Test
  void anotherContainer() throws IOException {
    assertEquals(
        "list container: FAILED container \"shelf\" does not exist",
        real("account_key", workbench.secretOf(base64("right-key")), "container", "shelf"));
  }

  @Test
  void roguePeers() throws IOException {
    OptionValue key = workbench.secretOf(base64("right-key"));
    assertEquals(
        "list container: FAILED the server redirects to another address (status 307)",
        lastStep(HttpPeer.redirect(307, "https://127.0.0.1:1/"), "account_key", key));
    // In plain text: it comes in pieces so small that TLS would make it too much before.
    try (HttpPeer endless = HttpPeer.start(HttpPeer::endlessBody)) {
      assertEquals(
          "list container: FAILED the answer is larger than 4194304 bytes",
          lastStep(
              HttpPeer.json(200, ""),
              "account_key",
              key,
              "endpoint",
              "http://127.0.0.1:" + endless.port()));
    }
    assertEquals(
        "list container: FAILED the peer is no Azure blob storage (status 200)",
        lastStep(HttpPeer.json(200, "{}"), "account_key", key));
  }

  @Test
  void aTokenNeedsTls() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "account_name", "a/", "container", "-", "endpoint", "http://127.0.0.1:10000",
            "sas_token", workbench.secretOf(SAS), "credential", workbench.secretOf("x")),
        problems);
    List<String> found = problems.all().stream().map(Problem::message).toList();
    assertEquals(4, found.size(), found.toString());
    assertTrue(found.get(2).startsWith("invalid ENDPOINT: it must begin with https://"));
    assertEquals(
        "https://acme.blob.core.windows.net",
        type.configure(
                Workbench.options("account_name", "acme", "container", "shop"), new Problems())
            .address()
            .toString());
  }
}
