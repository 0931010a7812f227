package io.fairlead.connector.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.mysql.RogueMysql.Behaviour;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Against a real MariaDB with a binary log and a certificate for `localhost`, and against servers
/// that misbehave.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MysqlTypeTest {
  private static final String CANARY = "canary-93f0d1";

  private final Authority authority = new Authority("Test authority");
  private final SshTunnelType tunnels = new SshTunnelType(Reveal.create());
  private final MysqlType type = new MysqlType(Reveal.create());
  private final Workbench workbench = new Workbench(type, tunnels);
  private MariaDb server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Authority.Identity identity = authority.issue("localhost");
    Path certificate = Files.writeString(folder.resolve("server.crt"), identity.certificatePem());
    Path key = Files.writeString(folder.resolve("server.key"), identity.keyPem());
    Path clients = Files.writeString(folder.resolve("clients.crt"), authority.pem());
    server =
        MariaDb.start(
            folder.resolve("mariadb"),
            "--ssl-cert=" + certificate,
            "--ssl-key=" + key,
            "--ssl-ca=" + clients,
            "--log-bin",
            "--server-id=1",
            "--binlog-format=ROW");
    server.execute(
        "CREATE USER app@'%' IDENTIFIED BY '" + CANARY + "'",
        "CREATE USER locked@'%' IDENTIFIED BY '" + CANARY + "' ACCOUNT LOCK",
        "CREATE USER certified@'%' IDENTIFIED BY '" + CANARY + "' REQUIRE X509");
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
    tunnels.close();
  }

  private Connection at(String host, int port, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "host", host, "port", port, "user", "app", "password", workbench.secretOf(CANARY)));
    options.addAll(List.of(more));
    return workbench.connection("mysql", options.toArray());
  }

  private Connection shop(Object... more) {
    return at("127.0.0.1", server.port(), more);
  }

  private String steps(Connection connection) {
    Probe probe = workbench.probe(connection);
    assertFalse(probe.toString().contains(CANARY));
    return Workbench.read(probe).replace(String.valueOf(server.port()), "PORT");
  }

  private void assertSteps(String expected, Connection connection) {
    assertEquals(expected, steps(connection));
  }

  @Test
  void signsIn() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: MariaDB 11.4
        replication: ready for change data capture
        """,
        shop());
  }

  @Test
  void aBinaryLogOfStatementsIsANote() throws Exception {
    server.execute("SET GLOBAL binlog_format = 'MIXED'");
    try {
      Probe probe = workbench.probe(shop());
      assertTrue(probe.passed());
      assertTrue(
          Workbench.read(probe)
              .endsWith("replication: binlog_format is MIXED; change data capture needs ROW\n"),
          Workbench.read(probe));
    } finally {
      server.execute("SET GLOBAL binlog_format = 'ROW'");
    }
  }

  @Test
  void wrongPassword() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED access denied for user "app"
        """,
        shop("password", workbench.secretOf(CANARY + "x")));
  }

  private Connection withCredential(String credential, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "host",
                "127.0.0.1",
                "port",
                server.port(),
                "credential",
                workbench.secretOf(credential)));
    options.addAll(List.of(more));
    return workbench.connection("mysql", options.toArray());
  }

  @Test
  void aCredentialIsAPasswordOrAWholeLogin() {
    String login = "{\"user\": \"app\", \"password\": \"" + CANARY + "\"}";
    Probe whole = workbench.probe(withCredential(login));
    assertTrue(whole.passed(), Workbench.read(whole));
    assertEquals("MariaDB 11.4", whole.serverVersion());
    assertTrue(workbench.probe(withCredential(CANARY, "user", "app")).passed());
    assertTrue(
        steps(withCredential(CANARY))
            .endsWith("sign in: FAILED neither the options nor the credential say who signs in\n"));
  }

  @Test
  void onlyAWrongLoginIsARefusedCredential() {
    StepFailed wrong = workbench.failure(withCredential(CANARY + "x", "user", "app"));
    assertEquals("access denied for the user", wrong.cause());
    assertTrue(wrong.isCredentialRefused());
    assertTrue(workbench.failure(shop("user", "locked")).isCredentialRefused());
    assertFalse(workbench.failure(at("127.0.0.1", 1)).isCredentialRefused());
    StepFailed elsewhere = workbench.failure(shop("database", "nowhere"));
    assertEquals("user \"app\" may not use database \"nowhere\"", elsewhere.cause());
    assertFalse(elsewhere.isCredentialRefused());
  }

  @Test
  void signsInToADatabase() throws Exception {
    server.execute("CREATE DATABASE IF NOT EXISTS shop", "GRANT SELECT ON shop.* TO app@'%'");
    assertTrue(workbench.probe(shop("database", "shop")).passed());
  }

  @Test
  void anApplicationConnectsWithWhatItIsTold() throws Exception {
    server.execute("CREATE DATABASE IF NOT EXISTS shop", "GRANT SELECT ON shop.* TO app@'%'");
    DriverSettings settings =
        workbench.driverSettings(shop("database", "shop", "ssl_mode", "REQUIRED"));
    assertEquals("jdbc:mysql://127.0.0.1:" + server.port() + "/shop", settings.url());
    assertEquals(Map.of("sslMode", "REQUIRED"), settings.properties());
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    properties.put("user", settings.login().user());
    properties.put("password", settings.login().password().orElseThrow());
    String url = settings.url() + "?permitMysqlScheme"; // MariaDB's driver asks for it.
    try (java.sql.Connection connection = new org.mariadb.jdbc.Driver().connect(url, properties)) {
      assertEquals("shop", connection.getCatalog());
    }
  }

  @Test
  void noPassword() {
    Connection shop =
        workbench.connection("mysql", "host", "127.0.0.1", "port", server.port(), "user", "app");
    assertTrue(steps(shop).endsWith("sign in: FAILED access denied for user \"app\"\n"));
  }

  @Test
  void aLockedAccount() {
    assertTrue(
        steps(shop("user", "locked"))
            .endsWith("sign in: FAILED the account of user \"locked\" is locked\n"));
  }

  @Test
  void aSecretUserIsNotShown() {
    String text = steps(shop("user", workbench.secretOf("stranger")));
    assertTrue(text.endsWith("sign in: FAILED access denied for the user\n"), text);
  }

  @Test
  void unknownHost() {
    assertSteps("resolve: FAILED the host name is unknown\n", at("no.such.invalid", 3306));
  }

  @Test
  void throughATunnel() throws Exception {
    GeneratedKeyPair key = tunnels.generateKeyPair(new SecureRandom());
    try (Bastion bastion = Bastion.start()) {
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
      String text = steps(at("localhost", server.port(), "ssh_tunnel", Workbench.use(tunnel)));
      assertTrue(
          text.endsWith(
              """
              connect: localhost:PORT through the tunnel
              sign in: MariaDB 11.4
              replication: ready for change data capture
              """),
          text);
      String encrypted =
          steps(
              at(
                  "localhost",
                  server.port(),
                  "ssh_tunnel",
                  Workbench.use(tunnel),
                  "ssl_mode",
                  "VERIFY_IDENTITY",
                  "ssl_certificate_authority",
                  authority.pem()));
      assertTrue(encrypted.contains("sign in: MariaDB 11.4 over TLSv1.3\n"), encrypted);
    }
  }

  @Test
  void requiredEncryptsAndChecksNothing() {
    Authority other = new Authority("Somebody else");
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: MariaDB 11.4 over TLSv1.3
        replication: ready for change data capture
        """,
        shop("ssl_mode", "required", "ssl_certificate_authority", other.pem()));
  }

  @Test
  void verifyAuthority() {
    String verified =
        steps(shop("ssl_mode", "verify_ca", "ssl_certificate_authority", authority.pem()));
    assertTrue(verified.contains("sign in: MariaDB 11.4 over TLSv1.3\n"), verified);
    Authority other = new Authority("Somebody else");
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        TLS: FAILED the server's certificate is not signed by a known authority, or is not valid now
        """,
        shop("ssl_mode", "VERIFY-CA", "ssl_certificate_authority", other.pem()));
  }

  @Test
  void verifyIdentity() {
    OptionValue secret = workbench.secretOf(authority.pem());
    String verified =
        steps(
            at(
                "localhost",
                server.port(),
                "ssl_mode",
                "verify_identity",
                "ssl_certificate_authority",
                secret));
    assertTrue(verified.contains("sign in: MariaDB 11.4 over TLSv1.3\n"), verified);
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        TLS: FAILED the server's certificate is for another host
        """,
        shop("ssl_mode", "VERIFY_IDENTITY", "ssl_certificate_authority", secret));
  }

  @Test
  void aClientCertificate() {
    Authority.Identity client = authority.issue("client");
    String text =
        steps(
            shop(
                "user",
                "certified",
                "ssl_mode",
                "REQUIRED",
                "ssl_certificate",
                client.certificatePem(),
                "ssl_key",
                workbench.secretOf(client.keyPem())));
    assertTrue(text.contains("sign in: MariaDB 11.4 over TLSv1.3\n"), text);
    String without = steps(shop("user", "certified", "ssl_mode", "REQUIRED"));
    assertTrue(without.endsWith("sign in: FAILED access denied for user \"certified\"\n"), without);
  }

  @Test
  void aServerWithoutTls() throws Exception {
    try (RogueMysql rogue = RogueMysql.start(Behaviour.FALLS_SILENT, "")) {
      String text = steps(at("127.0.0.1", rogue.port(), "ssl_mode", "REQUIRED"));
      assertTrue(text.endsWith("TLS: FAILED the server does not support TLS\n"), text);
      assertEquals("", rogue.received());
    }
  }

  @Test
  void awsIsSaidNotToBeBuilt() {
    Connection shop =
        workbench.connection(
            "mysql",
            "host",
            "127.0.0.1",
            "port",
            server.port(),
            "user",
            "app",
            "ssl_mode",
            "REQUIRED",
            "aws_connection",
            new OptionValue.ConnectionUse(new ObjectId(77)));
    assertTrue(steps(shop).endsWith("sign in: FAILED signing in with AWS IAM is not built yet\n"));
  }

  @Test
  void noServerGetsAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret.txt"), "canary-of-the-file");
    try (RogueMysql rogue = RogueMysql.start(Behaviour.ASKS_FOR_A_FILE, file.toString())) {
      String text = steps(at("127.0.0.1", rogue.port()));
      assertTrue(text.contains("sign in: FAILED "), text);
      assertFalse(rogue.received().contains("canary-of-the-file"));
    }
  }

  @Test
  void noServerSendsUsElsewhere() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        RogueMysql rogue =
            RogueMysql.start(
                Behaviour.SENDS_ELSEWHERE,
                "mysql://app:pw@127.0.0.1:" + elsewhere.getLocalPort() + "/")) {
      elsewhere.setSoTimeout(1);
      Probe probe = workbench.probe(at("127.0.0.1", rogue.port()), Duration.ofSeconds(1));
      assertFalse(probe.passed());
      assertTrue(nobodyCame(elsewhere));
    }
  }

  private static boolean nobodyCame(ServerSocket listener) {
    try (java.net.Socket _ = listener.accept()) {
      return false;
    } catch (IOException nobody) {
      return true;
    }
  }

  @Test
  void aPasswordInClearTextNeedsAServerThatHasProvedItself() throws Exception {
    try (RogueMysql rogue = RogueMysql.start(Behaviour.ASKS_FOR_THE_PASSWORD, "")) {
      String text = steps(at("127.0.0.1", rogue.port()));
      assertTrue(
          text.endsWith(
              "sign in: FAILED the server asks for a way to sign in that is not possible here\n"),
          text);
      assertFalse(rogue.received().contains(CANARY));
    }
  }

  @Test
  void aServersWordsAreNotRepeated() throws Exception {
    try (RogueMysql rogue = RogueMysql.start(Behaviour.REFUSES, "")) {
      Probe probe = workbench.probe(at("127.0.0.1", rogue.port()));
      assertTrue(
          Workbench.read(probe)
              .endsWith("sign in: FAILED the server refused the sign-in with error 12345\n"),
          Workbench.read(probe));
      assertFalse(probe.toString().contains(RogueMysql.TEXT));
    }
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  void everyRogueEndsInAFailedStepInTime(Behaviour behaviour) throws Exception {
    boolean silent = behaviour == Behaviour.FALLS_SILENT || behaviour == Behaviour.SENDS_ELSEWHERE;
    try (RogueMysql rogue = RogueMysql.start(behaviour, "x")) {
      Probe probe =
          workbench.probe(
              at("127.0.0.1", rogue.port()), silent ? Duration.ofMillis(500) : Workbench.PATIENCE);
      String text = Workbench.read(probe);
      assertTrue(text.contains("sign in: FAILED "), text);
      assertEquals(silent, text.contains("no answer in time"), text);
      assertFalse(probe.toString().contains(CANARY));
    }
  }

  /// `AWS` stands for the name of an AWS connection, `PW` for a secret.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws_connection=AWS password=PW ssl_mode=REQUIRED | \
          invalid CONNECTION: AWS IAM authentication is not supported with password
          aws_connection=AWS | \
          invalid CONNECTION: AWS IAM authentication requires SSL to be enabled
          aws_connection=AWS ssl_mode=disabled | \
          invalid CONNECTION: AWS IAM authentication requires SSL to be enabled
          ssl_certificate=x ssl_mode=nope | \
          invalid CONNECTION: both SSL KEY and SSL CERTIFICATE are required; \
          invalid CONNECTION: unknown SSL MODE "NOPE"
          ssl_mode=preferred ssh_tunnel=AWS aws_privatelink=AWS | \
          invalid CONNECTION: unknown SSL MODE "PREFERRED"; \
          invalid CONNECTION: cannot specify both SSH TUNNEL and AWS PRIVATELINK
          port=0 | invalid PORT: must be from 1 to 65535
          """)
  void whatIsWrongIsSaidInOrder(String options, String expected) {
    Problems problems = new Problems();
    type.configure(Workbench.options(read(options)), problems);
    assertEquals(
        expected, String.join("; ", problems.all().stream().map(Problem::message).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "DISABLED,",
    "disabled,",
    "REQUIRED,NOTHING",
    "require,NOTHING",
    "VERIFY_CA,AUTHORITY",
    "verify-ca,AUTHORITY",
    "VERIFY_IDENTITY,HOST",
    "verify-identity,HOST"
  })
  void modes(String mode, Tls.Verify expected) {
    Problems problems = new Problems();
    MysqlConfig config = type.configure(Workbench.options("ssl_mode", mode), problems);
    assertTrue(problems.isEmpty());
    assertEquals(expected, config.tls().map(Tls::verify).orElse(null));
  }

  private Object[] read(String options) {
    return Stream.concat(Stream.of("host=db", "user=app"), Stream.of(options.split(" ")))
        .flatMap(
            option -> {
              List<String> parts = List.of(option.split("=", 2));
              return Stream.of(parts.getFirst(), value(parts.getLast()));
            })
        .toArray();
  }

  private Object value(String text) {
    return switch (text) {
      case "AWS" -> new OptionValue.ConnectionUse(new ObjectId(77));
      case "PW" -> workbench.secretOf("x");
      case "0" -> 0;
      default -> text;
    };
  }
}
