package io.fairlead.connector.sqlserver;

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
import io.fairlead.connector.sqlserver.TdsServer.Answer;
import io.fairlead.connector.sqlserver.TdsServer.Database;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Against a double of SQL Server's protocol.
class SqlServerTypeTest {
  private final Authority authority = new Authority("Test authority");
  private final SshTunnelType tunnels = new SshTunnelType(Reveal.create());
  private final SqlServerType type = new SqlServerType(Reveal.create());
  private final Workbench workbench = new Workbench(type, tunnels);

  @AfterEach
  void stop() {
    tunnels.close();
  }

  private Connection shop(TdsServer server, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "host",
                "127.0.0.1",
                "port",
                server.port(),
                "user",
                "app",
                "database",
                "shop",
                "password",
                workbench.secretOf(TdsServer.PASSWORD)));
    options.addAll(List.of(more));
    return workbench.connection("sql-server", options.toArray());
  }

  private String steps(TdsServer server, Object... more) {
    Probe probe = workbench.probe(shop(server, more));
    assertFalse(probe.toString().contains(TdsServer.PASSWORD));
    assertFalse(probe.toString().contains(TdsServer.TEXT));
    return Workbench.read(probe).replace(String.valueOf(server.port()), "PORT");
  }

  @Test
  void signsIn() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port PORT
          sign in: SQL Server 16
          replication: ready for change data capture
          """,
          steps(server));
    }
  }

  @Test
  void wrongPassword() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port PORT
          sign in: FAILED the server refuses login "app"
          """,
          steps(server, "password", workbench.secretOf("another")));
      String hidden =
          steps(
              server, "user", workbench.secretOf("app"), "password", workbench.secretOf("another"));
      assertTrue(hidden.endsWith("FAILED the server refuses the login\n"), hidden);
    }
  }

  @Test
  void aCredentialIsAPasswordOrAWholeLogin() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      Connection whole =
          workbench.connection(
              "sql-server",
              "host",
              "127.0.0.1",
              "port",
              server.port(),
              "database",
              "shop",
              "credential",
              workbench.secretOf(
                  "{\"username\": \"app\", \"password\": \"" + TdsServer.PASSWORD + "\"}"));
      Probe probe = workbench.probe(whole);
      assertTrue(probe.passed(), Workbench.read(probe));
      assertEquals("SQL Server 16.0", probe.serverVersion());
    }
  }

  @Test
  void onlyAWrongLoginIsARefusedCredential() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      StepFailed wrong =
          workbench.failure(shop(server, "password", workbench.secretOf("another")));
      assertTrue(wrong.isCredentialRefused());
    }
    try (TdsServer server = TdsServer.start(Answer.NO_DATABASE)) {
      assertFalse(workbench.failure(shop(server)).isCredentialRefused());
    }
  }

  @Test
  void whatAnApplicationIsTold() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      DriverSettings plain = workbench.driverSettings(shop(server));
      assertEquals("jdbc:sqlserver://127.0.0.1:" + server.port(), plain.url());
      assertEquals("app", plain.login().user());
      assertEquals(
          Map.of("databaseName", "shop", "encrypt", "false", "trustServerCertificate", "true"),
          plain.properties());
      assertEquals(
          Map.of("databaseName", "shop", "encrypt", "true", "trustServerCertificate", "false"),
          workbench.driverSettings(shop(server, "ssl_enabled", true)).properties());
      assertEquals(
          Map.of("databaseName", "shop", "encrypt", "true", "trustServerCertificate", "true"),
          workbench.driverSettings(shop(server, "ssl_mode", "required")).properties());
    }
  }

  @Test
  void unknownDatabase() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.NO_DATABASE)) {
      String text = steps(server);
      assertTrue(
          text.endsWith(
              "sign in: FAILED database \"shop\" does not exist, or login \"app\" may not open"
                  + " it\n"),
          text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | 1 | change data capture is not enabled in the database
          true  | 0 | snapshot isolation is not allowed in the database
          true  | 3 | snapshot isolation is not allowed in the database
          """)
  void whatChangeDataCaptureMissesIsANote(boolean captures, int snapshots, String note)
      throws Exception {
    try (TdsServer server = TdsServer.start(Answer.WELCOME, new Database(captures, snapshots))) {
      String text = steps(server);
      assertTrue(text.endsWith("replication: " + note + "\n"), text);
    }
  }

  @Test
  void throughATunnel() throws Exception {
    GeneratedKeyPair key = tunnels.generateKeyPair(new SecureRandom());
    try (TdsServer server = TdsServer.start(Answer.WELCOME);
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
      String text = steps(server, "ssh_tunnel", Workbench.use(tunnel));
      assertTrue(
          text.endsWith(
              """
              connect: 127.0.0.1:PORT through the tunnel
              sign in: SQL Server 16
              replication: ready for change data capture
              """),
          text);
    }
  }

  @Test
  void requiredEncryptsAndChecksNothing() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD, authority.issue("elsewhere"))) {
      String text = steps(server, "ssl_mode", "required");
      assertTrue(text.contains("sign in: SQL Server 16\n"), text);
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY,localhost", "verify_ca,localhost", "VERIFY_CA,127.0.0.1"})
  void verified(String mode, String host) throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD, authority.issue(host))) {
      String text =
          steps(
              server, "host", host, "ssl_mode", mode, "ssl_certificate_authority", authority.pem());
      assertTrue(text.contains("sign in: SQL Server 16\n"), text);
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY", "VERIFY_CA"})
  void anotherHost(String mode) throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD, authority.issue("elsewhere"))) {
      String text = steps(server, "ssl_mode", mode, "ssl_certificate_authority", authority.pem());
      assertTrue(text.endsWith("TLS: FAILED the server's certificate is for another host\n"), text);
      assertFalse(server.received().contains("a\0p\0p\0"), "the sign-in was not sent");
    }
  }

  @ParameterizedTest
  @CsvSource({"VERIFY", "VERIFY_CA"})
  void anotherAuthority(String mode) throws Exception {
    Authority other = new Authority("Somebody else");
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD, authority.issue("127.0.0.1"))) {
      String text = steps(server, "ssl_mode", mode, "ssl_certificate_authority", other.pem());
      assertTrue(
          text.endsWith(
              "TLS: FAILED the server's certificate is not signed by a known authority, or is not"
                  + " valid now\n"),
          text);
      assertFalse(server.received().contains("a\0p\0p\0"), "the sign-in was not sent");
    }
  }

  @Test
  void aServerWithoutTls() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD)) {
      String text = steps(server, "ssl_mode", "REQUIRED");
      assertTrue(
          text.endsWith(
              "sign in: FAILED the peer does not speak SQL Server's protocol, or not over TLS\n"),
          text);
      assertFalse(server.received().contains("a\0p\0p\0"), "the sign-in was not sent");
    }
  }

  @Test
  void aServerThatInsistsOnTls() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.CHECK_PASSWORD, authority.issue("localhost"))) {
      String text = steps(server);
      assertTrue(text.endsWith("TLS: FAILED the server speaks over TLS only\n"), text);
      assertFalse(server.received().contains("a\0p\0p\0"), "the sign-in was not sent");
    }
  }

  /// Also afterwards: the driver would remember the partner for every database of that name.
  @Test
  void aPartnerIsNotFollowed() throws Exception {
    try (TdsServer server = TdsServer.start(Answer.NAMES_A_PARTNER)) {
      assertTrue(steps(server).contains("sign in: FAILED "));
    }
    try (TdsServer server = TdsServer.start(Answer.WELCOME)) {
      assertTrue(steps(server).contains("sign in: SQL Server 16\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SENDS_ELSEWHERE", "FALLS_SILENT", "TALKS_NONSENSE"})
  void everyRogueEndsInAFailedStepInTime(Answer answer) throws Exception {
    boolean silent = answer == Answer.FALLS_SILENT;
    try (TdsServer server = TdsServer.start(answer)) {
      Probe probe =
          workbench.probe(shop(server), silent ? Duration.ofMillis(500) : Workbench.PATIENCE);
      String text = Workbench.read(probe);
      assertTrue(text.contains("sign in: FAILED "), text);
      assertEquals(silent, text.contains("no answer in time"), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          verify_ca | \
          invalid CONNECTION: SSL MODE 'verify_ca' requires SSL CERTIFICATE AUTHORITY
          prefer | invalid CONNECTION: unknown SSL MODE "PREFER"
          """)
  void whatIsWrongIsSaid(String mode, String expected) {
    Problems problems = new Problems();
    type.configure(Workbench.options("ssl_mode", mode), problems);
    assertEquals(List.of(expected), problems.all().stream().map(Problem::message).toList());
  }

  @ParameterizedTest
  @CsvSource({"DISABLED,", "disabled,", "REQUIRED,NOTHING", "Verify,HOST", "VERIFY_CA,HOST"})
  void modes(String mode, Tls.Verify expected) {
    Problems problems = new Problems();
    SqlServerConfig config =
        type.configure(
            Workbench.options("ssl_mode", mode, "ssl_certificate_authority", "x"), problems);
    assertTrue(problems.isEmpty());
    assertEquals(expected, config.tls().map(Tls::verify).orElse(null));
  }
}
