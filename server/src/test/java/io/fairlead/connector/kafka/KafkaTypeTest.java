package io.fairlead.connector.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.Probe;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;

/// Against real brokers in this process.
class KafkaTypeTest {
  private static final String CANARY = "canary-93e2fa";

  private static final String PLAIN_USERS = "listener.name.external.plain.sasl.jaas.config";

  private final SshTunnelType tunnels = new SshTunnelType(Reveal.create());
  private final KafkaType type = new KafkaType(Reveal.create());
  private final Workbench workbench = new Workbench(type, tunnels);

  private static String first(Cluster kit) {
    return kit.servers().split(",")[0];
  }

  private static String stable(Probe probe, Cluster kit) {
    String text = Workbench.read(probe);
    String[] servers = kit.servers().split(",");
    for (int i = 0; i < servers.length; i++) {
      String port = servers[i].substring(servers[i].indexOf(':') + 1);
      text = text.replace("port " + port, "port P" + i).replace(":" + port, ":P" + i);
    }
    return text;
  }

  @Test
  void plaintext() throws Exception {
    try (Cluster kit = Cluster.start(2, Map.of())) {
      Probe probe =
          workbench.probe(
              workbench.connection(
                  "kafka", "broker", first(kit), "security_protocol", "plaintext"));
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port P0
          protocol:\s
          metadata: 2 brokers
          advertised broker: localhost:P1
          """,
          stable(probe, kit));
      String tls =
          Workbench.read(workbench.probe(workbench.connection("kafka", "broker", first(kit))));
      assertTrue(tls.contains("TLS: FAILED the TLS handshake failed"), tls);
    }
  }

  @Test
  void throughATunnel() throws Exception {
    GeneratedKeyPair key = tunnels.generateKeyPair(new SecureRandom());
    try (Cluster kit = Cluster.start(1, Map.of());
        Bastion bastion = Bastion.start()) {
      bastion.authorize(key.publicKey());
      Connection tunnel =
          workbench.connection(
              "ssh-tunnel",
              List.of(key),
              "host",
              "127.0.0.1",
              "port",
              bastion.port(),
              "user",
              "tunnel");
      OptionValue own =
          OptionValue.Group.of(
              Map.of(
                  "address",
                  new OptionValue.Text(first(kit)),
                  "ssh_tunnel",
                  Workbench.use(tunnel)));
      for (Connection each :
          List.of(
              workbench.connection(
                  "kafka",
                  "brokers",
                  new OptionValue.Items(List.of(own)),
                  "security_protocol",
                  "PLAINTEXT"),
              workbench.connection(
                  "kafka",
                  "broker",
                  first(kit),
                  "ssh_tunnel",
                  Workbench.use(tunnel),
                  "security_protocol",
                  "PLAINTEXT"))) {
        String text = stable(workbench.probe(each), kit);
        assertTrue(
            text.endsWith(
                "connect: localhost:P0 through the tunnel\nprotocol: \nmetadata: 1 broker\n"),
            text);
      }
    }
    try (Cluster kit = Cluster.start(1, Map.of());
        Bastion bastion = Bastion.startWithoutForwarding()) {
      bastion.authorize(key.publicKey());
      Connection tunnel =
          workbench.connection(
              "ssh-tunnel",
              List.of(key),
              "host",
              "127.0.0.1",
              "port",
              bastion.port(),
              "user",
              "tunnel");
      String text =
          Workbench.read(
              workbench.probe(
                  workbench.connection(
                      "kafka",
                      "broker",
                      first(kit),
                      "ssh_tunnel",
                      Workbench.use(tunnel),
                      "security_protocol",
                      "PLAINTEXT")));
      assertTrue(
          text.endsWith("connect: FAILED the bastion does not allow the forwarding\n"), text);
    } finally {
      tunnels.close();
    }
  }

  @Test
  void sasl() throws Exception {
    String modules = "org.apache.kafka.common.security.";
    String scram = modules + "scram.ScramLoginModule required;";
    String plain =
        modules
            + "plain.PlainLoginModule required username=\"admin\" password=\"admin-secret\""
            + " user_admin=\"admin-secret\";";
    try (Cluster kit =
        Cluster.start(
            1,
            Map.of(
                "listener.security.protocol.map",
                "EXTERNAL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                PLAIN_USERS,
                plain,
                "listener.name.external.scram-sha-256.sasl.jaas.config",
                scram,
                "listener.name.external.scram-sha-512.sasl.jaas.config",
                scram))) {
      Map<String, Object> client =
          Map.of(
              "security.protocol", "SASL_PLAINTEXT",
              "sasl.mechanism", "PLAIN",
              "sasl.jaas.config", plain);
      try (Admin admin = kit.admin(client)) {
        for (ScramMechanism mechanism :
            List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
          ScramCredentialInfo info = new ScramCredentialInfo(mechanism, 4096);
          admin
              .alterUserScramCredentials(
                  List.of(new UserScramCredentialUpsertion("app", info, CANARY)))
              .all()
              .get();
        }
      }
      String ok = "protocol: \nsign in: \nmetadata: 1 broker\n";
      String refused = "sign in: FAILED authentication failed for user \"app\"\n";
      for (String mechanism : List.of("scram-sha-256", "SCRAM-SHA-512")) {
        expectEnd(ok, signIn(kit, mechanism, "app", CANARY));
        expectEnd(refused, signIn(kit, mechanism, "app", CANARY + "x"));
      }
      expectEnd(ok, signIn(kit, "PLAIN", "admin", "admin-secret"));
      expectEnd(refused, signIn(kit, "PLAIN", "app", CANARY));
      assertTrue(
          workbench.failure(signsIn(kit, "PLAIN", "app", CANARY)).isCredentialRefused());
      assertTrue(
          workbench
              .failure(signsIn(kit, "SCRAM-SHA-512", "app", CANARY + "x"))
              .isCredentialRefused());
      assertFalse(
          workbench.failure(signsIn(kit, "GSSAPI", "app", CANARY)).isCredentialRefused());
      expectEnd(
          "sign in: FAILED SASL mechanism \"GSSAPI\" is not supported\n",
          signIn(kit, "GSSAPI", "app", CANARY));
      String without =
          Workbench.read(
              workbench.probe(
                  workbench.connection(
                      "kafka", "broker", first(kit), "security_protocol", "PLAINTEXT")));
      assertTrue(without.endsWith("metadata: FAILED the broker closed the connection\n"), without);
    }
  }

  /// One broker does not know the user whom the others know; so it is with a password that has not
  /// reached all of them.
  @Test
  void anAdvertisedBrokerThatDoesNotKnowTheUser() throws Exception {
    String users =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"admin\" password=\"admin-secret\" user_admin=\"admin-secret\"";
    try (Cluster kit =
        Cluster.start(
            2,
            Map.of(
                "listener.security.protocol.map",
                "EXTERNAL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN"),
            Map.of(
                0, Map.of(PLAIN_USERS, users + " user_app=\"" + CANARY + "\";"),
                1, Map.of(PLAIN_USERS, users + ";")))) {
      String[] servers = kit.servers().split(",");
      String passed = Workbench.read(signIn(kit, "PLAIN", "admin", "admin-secret"));
      assertTrue(passed.endsWith("metadata: 2 brokers\nadvertised broker: " + servers[1] + "\n"), passed);
      expectEnd(
          "advertised broker: FAILED broker \"%s\" advertises %s, where step \"sign in\" failed:"
                  .formatted(servers[0], servers[1])
              + " authentication failed for user \"app\"\n",
          signIn(kit, "PLAIN", "app", CANARY));
    }
  }

  private Probe signIn(Cluster kit, String mechanism, String user, String password) {
    return workbench.probe(signsIn(kit, mechanism, user, password));
  }

  private Connection signsIn(Cluster kit, String mechanism, String user, String password) {
    return workbench.connection(
        "kafka",
        "broker",
        first(kit),
        "security_protocol",
        "SASL_PLAINTEXT",
        "sasl_mechanisms",
        mechanism,
        "sasl_username",
        user,
        "sasl_password",
        workbench.secretOf(password));
  }

  private static void expectEnd(String end, Probe probe) {
    String text = Workbench.read(probe);
    assertTrue(text.endsWith(end), text);
    assertFalse(probe.toString().contains(CANARY));
  }

  @Test
  void tls() throws Exception {
    Authority authority = new Authority("Kafka authority");
    Authority.Identity identity = authority.issue("localhost");
    try (Cluster kit =
        Cluster.start(
            2,
            Map.of(
                "listener.security.protocol.map", "EXTERNAL:SSL,CONTROLLER:PLAINTEXT",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain", identity.certificatePem(),
                "ssl.keystore.key", identity.keyPem(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", authority.pem(),
                "ssl.client.auth", "required"))) {
      Authority.Identity client = authority.issue("client");
      Connection trusted =
          workbench.connection(
              "kafka",
              "broker",
              first(kit),
              "ssl_certificate_authority",
              authority.pem(),
              "ssl_certificate",
              client.certificatePem(),
              "ssl_key",
              workbench.secretOf(client.keyPem()));
      String passed = stable(workbench.probe(trusted), kit);
      assertTrue(
          passed.endsWith(
              "TLS: TLSv1.3\nprotocol: \nmetadata: 2 brokers\nadvertised broker: localhost:P1\n"),
          passed);
      // TLS 1.3 tells a client that its certificate is missing only after the handshake.
      Connection anonymous =
          workbench.connection(
              "kafka", "broker", first(kit), "ssl_certificate_authority", authority.pem());
      String refused = Workbench.read(workbench.probe(anonymous));
      assertTrue(refused.contains("FAILED"), refused);
      Connection other =
          workbench.connection(
              "kafka",
              "broker",
              first(kit),
              "ssl_certificate_authority",
              new Authority("Somebody else").pem());
      expectEnd(
          "TLS: FAILED the server's certificate is not signed by a known authority, or is not valid"
              + " now\n",
          workbench.probe(other));
    }
  }

  @Test
  void anAdvertisedBrokerThatIsGone() throws Exception {
    try (Cluster kit = Cluster.start(1, Map.of())) {
      // The same broker by another name: what it advertises is then dialled as a second one.
      String port = first(kit).substring(first(kit).indexOf(':') + 1);
      Workbench narrow =
          new Workbench(
              new OnlyThisAddress(java.net.InetAddress.ofLiteral("127.0.0.1"), "broker"), type);
      String text =
          Workbench.read(
              narrow.probe(
                  narrow.connection(
                      "kafka", "broker", "broker:" + port, "security_protocol", "PLAINTEXT")));
      assertTrue(
          text.endsWith(
              "advertised broker: FAILED broker \"broker:"
                  + port
                  + "\" advertises localhost:"
                  + port
                  + ", which cannot be reached: refused by the test\n"),
          text);
    }
  }

  /// As links of SingleStore's are: whoever uses them names the brokers.
  @Test
  void anEmptyListOfBrokersIsLeftToItsUsers() {
    OptionValue nobody = new OptionValue.Items(List.of());
    assertEquals(List.of(), problems("brokers", nobody, "security_protocol", "PLAINTEXT"));
    Workbench bench = new Workbench(type);
    assertEquals(
        "brokers: none to try\n",
        Workbench.read(
            bench.probe(
                bench.connection(
                    "kafka", "brokers", nobody, "security_protocol", "PLAINTEXT"))));
  }

  @Test
  void configureReportsEverything() {
    assertEquals(
        List.of(
            "unknown security protocol: TLS",
            "invalid CONNECTION: must set one of BROKER, BROKERS, or AWS PRIVATELINK"),
        problems("security_protocol", "TLS"));
    assertEquals(
        List.of(
            "SSL KEY must be specified with SSL CERTIFICATE",
            "SASL USERNAME must be specified",
            "SASL PASSWORD must be specified",
            "cannot specify multiple Kafka broker addresses in one string",
            "PROGRESS TOPIC REPLICATION FACTOR must be greater than 0"),
        problems(
            "broker",
            "a:1,b:2",
            "ssl_certificate",
            "x",
            "sasl_mechanisms",
            "PLAIN",
            "progress_topic_replication_factor",
            0));
    OptionValue secret = new OptionValue.SecretUse(new ObjectId(1));
    assertEquals(
        List.of("option SSL KEY not supported with this configuration"),
        problems("broker", "a", "ssl_key", secret));
    assertEquals(
        List.of(
            "option SASL MECHANISMS not supported with this configuration",
            "option SSL CERTIFICATE AUTHORITY not supported with this configuration"),
        problems(
            "broker",
            "a",
            "security_protocol",
            "plaintext",
            "sasl_mechanisms",
            "PLAIN",
            "ssl_certificate_authority",
            "x"));
    assertEquals(
        List.of("invalid CONNECTION: can only set one of BROKER, BROKERS, or AWS PRIVATELINK"),
        problems(
            "broker",
            "a",
            "brokers",
            new OptionValue.Items(List.of(new OptionValue.Text("[::1]:9093")))));
    assertEquals(
        List.of("invalid BROKER: it is not the address of a broker, host:port"),
        problems("broker", "http://a:9092"));
  }

  @Test
  void configureChecksHowBrokersAreReached() {
    OptionValue link = new OptionValue.ConnectionUse(new ObjectId(1));
    OptionValue tunnel = new OptionValue.ConnectionUse(new ObjectId(2));
    OptionValue.Text address = new OptionValue.Text("b:9092");
    String both = "invalid CONNECTION: cannot specify both SSH TUNNEL and AWS PRIVATELINK";
    assertEquals(List.of(), problems("aws_privatelink", link));
    assertEquals(List.of(both), problems("aws_privatelink", link, "ssh_tunnel", tunnel));
    assertEquals(
        List.of("invalid CONNECTION: can only set one of BROKER, BROKERS, or AWS PRIVATELINK"),
        problems("aws_privatelink", link, "broker", "b"));
    assertEquals(
        List.of("invalid CONNECTION: BROKERS must contain at least one static broker address"),
        problems("brokers", new OptionValue.Items(List.of(rule("*.a", link)))));
    assertEquals(
        List.of(both),
        problems(
            "brokers",
            new OptionValue.Items(List.of(address, rule("*.a", link))),
            "ssh_tunnel",
            tunnel));
    for (String pattern : List.of("", "a*b", "**")) {
      List<String> found =
          problems("brokers", new OptionValue.Items(List.of(address, rule(pattern, link))));
      assertEquals(pattern.equals("**") ? 0 : 1, found.size(), pattern);
    }
  }

  private static OptionValue rule(String pattern, OptionValue link) {
    return OptionValue.Group.of(
        Map.of("matching", new OptionValue.Text(pattern), "aws_privatelink", link));
  }

  @Test
  void rulesMatchHostsOrAddresses() {
    Endpoint broker = new Endpoint("b1.use1-az1.example", 9092);
    for (String pattern :
        List.of("*", "*.use1-az1.*", "b1.*", "*.example", "*:9092", "b1.use1-az1.example")) {
      assertTrue(rule(pattern).matches(broker), pattern);
    }
    for (String pattern : List.of("b1", "*.use1-az1", "b2.*", "*:9093", "use1-az1*")) {
      assertFalse(rule(pattern).matches(broker), pattern);
    }
  }

  private static KafkaConfig.Rule rule(String pattern) {
    return new KafkaConfig.Rule(pattern, new ObjectId(1), Optional.empty());
  }

  @Test
  void awsConnectionSignsInInThePlaceOfSasl() {
    OptionValue aws = new OptionValue.ConnectionUse(new ObjectId(1));
    assertEquals(List.of(), problems("broker", "b", "aws_connection", aws));
    assertEquals(
        List.of("option SASL MECHANISMS not supported with this configuration"),
        problems("broker", "b", "aws_connection", aws, "sasl_mechanisms", "PLAIN"));
    assertEquals(
        List.of("option AWS CONNECTION not supported with this configuration"),
        problems("broker", "b", "aws_connection", aws, "security_protocol", "SSL"));
    KafkaConfig config =
        type.configure(
            Workbench.options("broker", "b", "aws_connection", aws), new Problems());
    assertTrue(config.tls().isPresent());
    assertEquals(
        Optional.of(new KafkaConfig.SignIn.Aws(new ObjectId(1))), config.signIn());
  }

  private List<String> problems(Object... options) {
    Problems problems = new Problems();
    type.configure(Workbench.options(options), problems);
    return problems.all().stream().map(Problem::message).toList();
  }
}
