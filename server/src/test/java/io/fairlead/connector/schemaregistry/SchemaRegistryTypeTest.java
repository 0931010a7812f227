package io.fairlead.connector.schemaregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.RoguePeer;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against registries of a few lines that behave well and badly.
class SchemaRegistryTypeTest {
  private static final String CANARY = "canary-7b1e40";

  private final SshTunnelType tunnels = new SshTunnelType(Reveal.create());
  private final SchemaRegistryType type = new SchemaRegistryType(Reveal.create());
  private final Workbench workbench = new Workbench(type, tunnels);

  @AfterEach
  void stop() {
    tunnels.close();
  }

  private Connection registry(String url, Object... more) {
    Options options = Workbench.options(more).with("url", new OptionValue.Text(url));
    Object[] all =
        options.values().entrySet().stream()
            .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
            .toArray();
    return workbench.connection("confluent-schema-registry", all);
  }

  private static String http(HttpPeer peer) {
    return "http://127.0.0.1:" + peer.port();
  }

  private static String https(HttpPeer peer) {
    return "https://127.0.0.1:" + peer.port();
  }

  /// The steps, with the port left out; no canary is in them.
  private String probe(Connection connection) {
    return read(workbench.probe(connection));
  }

  private static String read(Probe probe) {
    String raw = probe.toString();
    assertFalse(raw.contains(CANARY), raw);
    assertFalse(raw.contains(base64("app:" + CANARY)), raw);
    return Workbench.read(probe).replaceAll("port [0-9]+", "port P").replaceAll(":[0-9]+ ", ":P ");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String last(Connection connection) {
    return probe(connection).lines().toList().getLast();
  }

  private String answer(HttpPeer.Behaviour behaviour) throws IOException {
    try (HttpPeer peer = HttpPeer.start(behaviour)) {
      return last(registry(http(peer)));
    }
  }

  @Test
  void withoutASignIn() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(200, "[\"orders\"]"))) {
      assertEquals(
          "resolve: 127.0.0.1\nconnect: 127.0.0.1 port P\nlist subjects: 1 subject\n",
          probe(registry(http(peer) + "/", "password", workbench.secretOf(CANARY))));
      assertEquals(List.of("GET /subjects HTTP/1.1"), lines(peer));
      assertTrue(peer.asked().getFirst().header("Authorization").isEmpty());
    }
  }

  private static List<String> lines(HttpPeer peer) {
    return peer.asked().stream().map(HttpPeer.Asked::line).toList();
  }

  @Test
  void aRegistryThatWantsAPassword() throws Exception {
    OptionValue.SecretUse right = workbench.secretOf(CANARY);
    OptionValue.SecretUse wrong = workbench.secretOf("not-" + CANARY);
    try (HttpPeer peer = HttpPeer.start(new PasswordedRegistry("app", CANARY))) {
      String url = http(peer);
      assertEquals(
          "list subjects: 2 subjects", last(registry(url, "user", "app", "password", right)));
      assertEquals(
          "list subjects: 2 subjects",
          last(registry(url, "user", workbench.secretOf("app"), "password", right)));
      assertEquals(
          "list subjects: FAILED sign-in failed for user \"app\"",
          last(registry(url, "user", "app", "password", wrong)));
      assertTrue(
          workbench.failure(registry(url, "user", "app", "password", wrong)).isCredentialRefused());
      assertFalse(workbench.failure(registry(url)).isCredentialRefused());
      assertEquals(
          "list subjects: FAILED sign-in failed for the user",
          last(registry(url, "user", workbench.secretOf(CANARY), "password", wrong)));
      assertEquals(
          "list subjects: FAILED sign-in failed for user \"app\"",
          last(registry(url, "user", "app")));
      assertEquals("list subjects: FAILED the registry wants a sign-in", last(registry(url)));
    }
    try (HttpPeer peer = HttpPeer.start(new PasswordedRegistry("app", ""))) {
      assertEquals("list subjects: 2 subjects", last(registry(http(peer), "user", "app")));
    }
  }

  @Test
  void answersThatAreNone() throws Exception {
    String notOne =
        "list subjects: FAILED the server is not a schema registry: it lists no subjects";
    assertEquals(notOne, answer(HttpPeer.json(200, "{\"subjects\": []}")));
    assertEquals(notOne, answer(HttpPeer.json(200, "<html>welcome</html>")));
    assertEquals(notOne, answer(HttpPeer.json(404, "")));
    assertEquals(
        "list subjects: FAILED the registry does not let anybody list its subjects",
        answer(HttpPeer.json(403, CANARY)));
    assertEquals(
        "list subjects: FAILED the registry answers with status 500",
        answer(HttpPeer.json(500, CANARY)));
    assertEquals(
        "list subjects: FAILED the headers of the answer are too many or too long",
        answer(HttpPeer::endlessHeaders));
    assertEquals(
        "list subjects: FAILED the answer is larger than 4194304 bytes",
        answer(HttpPeer::endlessBody));
  }

  @Test
  void aRegistryThatHangs() throws Exception {
    try (RoguePeer peer = RoguePeer.start(RoguePeer.Behaviour.SILENT)) {
      String text =
          read(
              workbench.probe(
                  registry("http://127.0.0.1:" + peer.port()), Duration.ofMillis(300)));
      assertTrue(text.endsWith("list subjects: FAILED no answer in time\n"), text);
    }
  }

  /// Neither to an address that may not be reached nor to one that may: the password stays here.
  @Test
  void aRegistryThatRedirects() throws Exception {
    OptionValue.SecretUse password = workbench.secretOf(CANARY);
    try (HttpPeer elsewhere = HttpPeer.start(HttpPeer.json(200, "[]"))) {
      for (String location :
          List.of(
              "http://169.254.169.254/latest/meta-data/" + CANARY, http(elsewhere) + "/subjects")) {
        try (HttpPeer peer = HttpPeer.start(HttpPeer.redirect(307, location))) {
          assertEquals(
              "list subjects: FAILED the server redirects to another address (status 307)",
              last(registry(http(peer), "user", "app", "password", password)));
        }
      }
      assertTrue(elsewhere.asked().isEmpty());
    }
  }

  @Test
  void overTls() throws Exception {
    Authority authority = new Authority("ours");
    OptionValue.SecretUse password = workbench.secretOf(CANARY);
    PasswordedRegistry behaviour = new PasswordedRegistry("app", CANARY);
    try (HttpPeer peer = HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour)) {
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port P
          TLS: TLSv1.3
          list subjects: 2 subjects
          """,
          probe(
              registry(
                  https(peer),
                  "user",
                  "app",
                  "password",
                  password,
                  "ssl_certificate_authority",
                  authority.pem())));
      String unknown =
          "TLS: FAILED the server's certificate is not signed by a known authority, or is not"
              + " valid now";
      String theirs = new Authority("theirs").pem();
      assertEquals(unknown, last(registry(https(peer), "user", "app", "password", password)));
      assertEquals(unknown, last(registry(https(peer), "ssl_certificate_authority", theirs)));
      assertEquals(
          "list subjects: FAILED the peer does not speak HTTP", last(registry(http(peer))));
      assertEquals(1, peer.asked().size(), "nothing was sent to a server that is not known");
    }
    try (HttpPeer peer = HttpPeer.startTls(authority.issue("elsewhere.test"), behaviour)) {
      assertEquals(
          "TLS: FAILED the server's certificate is for another host",
          last(registry(https(peer), "ssl_certificate_authority", authority.pem())));
    }
    try (HttpPeer peer = HttpPeer.start(behaviour)) {
      assertEquals("TLS: FAILED the TLS handshake failed", last(registry(https(peer))));
    }
  }

  @Test
  void withAClientCertificate() throws Exception {
    Authority authority = new Authority("ours");
    Authority.Identity client = authority.issue("client.test");
    Authority.Identity stranger = new Authority("theirs").issue("client.test");
    try (HttpPeer peer =
        HttpPeer.startForCertifiedClients(
            authority.issue("127.0.0.1"), authority, HttpPeer.json(200, "[\"orders\"]"))) {
      assertEquals("list subjects: 1 subject", last(certified(peer, authority, client)));
      assertEquals(
          "list subjects: FAILED the server ended the connection after TLS",
          last(certified(peer, authority, stranger)));
      assertEquals(
          "list subjects: FAILED the server ended the connection after TLS",
          last(registry(https(peer), "ssl_certificate_authority", authority.pem())));
    }
  }

  private Connection certified(HttpPeer peer, Authority authority, Authority.Identity client) {
    return registry(
        https(peer),
        "ssl_certificate_authority",
        workbench.secretOf(authority.pem()),
        "ssl_certificate",
        client.certificatePem(),
        "ssl_key",
        workbench.secretOf(client.keyPem()));
  }

  /// The certificate must be for the registry, not for the bastion.
  @Test
  void throughATunnel() throws Exception {
    GeneratedKeyPair key = tunnels.generateKeyPair(new SecureRandom());
    Authority authority = new Authority("ours");
    PasswordedRegistry behaviour = new PasswordedRegistry("app", CANARY);
    try (Bastion bastion = Bastion.start();
        HttpPeer peer = HttpPeer.startTls(authority.issue("localhost"), behaviour)) {
      bastion.authorize(key.publicKey());
      OptionValue tunnel = Workbench.use(tunnel(bastion, key));
      String text =
          probe(
              registry(
                  "https://localhost:" + peer.port(),
                  "ssh_tunnel",
                  tunnel,
                  "user",
                  "app",
                  "password",
                  workbench.secretOf(CANARY),
                  "ssl_certificate_authority",
                  authority.pem()));
      assertTrue(
          text.endsWith(
              """
              connect: localhost:P through the tunnel
              TLS: TLSv1.3
              list subjects: 2 subjects
              """),
          text);
      assertEquals(
          "connect: FAILED address 169.254.169.254 is in a range that no connection may use",
          last(registry("http://169.254.169.254", "ssh_tunnel", tunnel)));
    }
  }

  private Connection tunnel(Bastion bastion, GeneratedKeyPair key) {
    return workbench.connection(
        "ssh-tunnel",
        List.of(key),
        "host",
        "127.0.0.1",
        "port",
        bastion.port(),
        "user",
        "tunnel");
  }

  private List<String> problems(Object... options) {
    Problems problems = new Problems();
    type.configure(Workbench.options(options), problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void rulesOfTheUrl() {
    assertEquals(List.of("invalid CONNECTION: must specify URL"), problems());
    assertEquals(
        List.of("parsing schema registry url: it must begin with http:// or https://"),
        problems("url", "registry"));
    for (String withoutHost : List.of("localhost:8081", "http://", "https:///", "mailto:me")) {
      assertEquals(
          List.of("invalid CONNECTION: URL must specify domain name"),
          problems("url", withoutHost),
          withoutHost);
    }
    assertEquals(
        List.of("invalid CONNECTION: URL must have an empty path"),
        problems("url", "http://registry/path"));
    for (String good : List.of("http://registry:8081", "https://registry.example.com/")) {
      assertEquals(List.of(), problems("url", good, "port", 1));
    }
  }

  @Test
  void rulesBetweenOptions() {
    OptionValue secret = new OptionValue.SecretUse(new ObjectId(1));
    OptionValue connection = new OptionValue.ConnectionUse(new ObjectId(2));
    String pair =
        "invalid CONNECTION: reading from SSL-auth Confluent Schema Registry requires both SSL KEY"
            + " and SSL CERTIFICATE";
    assertEquals(List.of(pair), problems("url", "https://r", "ssl_key", secret));
    assertEquals(List.of(pair), problems("url", "https://r", "ssl_certificate", "x"));
    assertEquals(
        List.of(
            "invalid CONNECTION: must specify URL",
            pair,
            "invalid CONNECTION: cannot specify both SSH TUNNEL and AWS PRIVATELINK"),
        problems(
            "ssl_key", secret, "ssh_tunnel", connection, "aws_privatelink", connection));
    assertEquals(List.of(), problems("url", "https://r", "aws_privatelink", connection));
  }
}
