package io.fairlead.connector.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.Authority;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against a real PostgreSQL with TLS, SCRAM and a certificate for `localhost`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTypeTest {
  private static final String CANARY = "canary-7c1b4e";

  private final Authority authority = new Authority("Test authority");
  private final Workbench workbench = new Workbench(new PostgresType(Reveal.create()));
  private EmbeddedPostgres server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Authority.Identity identity = authority.issue("localhost");
    Path certificate = write(folder, "server.crt", identity.certificatePem());
    Path key = write(folder, "server.key", identity.keyPem());
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("wal_level", "logical")
            .setPGStartupWait(java.time.Duration.ofMinutes(2))
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", certificate.toString())
            .setServerConfig("ssl_key_file", key.toString())
            .start();
    execute("CREATE ROLE app LOGIN PASSWORD '" + CANARY + "'");
    execute("CREATE DATABASE shop");
    Path rules = Path.of(query("SHOW hba_file"));
    Files.writeString(
        rules,
        """
        host all postgres 127.0.0.1/32 trust
        host all app 127.0.0.1/32 scram-sha-256
        """);
    execute("SELECT pg_reload_conf()");
  }

  /// Readable by the owner alone, or the server refuses the key.
  private static Path write(Path folder, String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private void execute(String sql) throws SQLException {
    try (java.sql.Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (java.sql.Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        java.sql.ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private Connection shop(String host, String password, Object... more) {
    Object[] base = {
      "host",
      host,
      "port",
      server.getPort(),
      "user",
      "app",
      "database",
      "shop",
      "password",
      workbench.secretOf(password)
    };
    Object[] all = java.util.Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return workbench.connection("postgres", all);
  }

  private void assertSteps(String expected, Connection connection) {
    Probe probe = workbench.probe(connection);
    String port = String.valueOf(server.getPort());
    assertEquals(expected, Workbench.read(probe).replace(port, "PORT"));
    assertFalse(probe.toString().contains(CANARY));
  }

  @Test
  void signsIn() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: PostgreSQL 18
        replication: ready for change data capture
        """,
        shop("127.0.0.1", CANARY));
  }

  @Test
  void wrongPassword() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED password authentication failed for role "app"
        """,
        shop("127.0.0.1", CANARY + "x"));
  }

  private Connection withCredential(String credential, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "host",
                "127.0.0.1",
                "port",
                server.getPort(),
                "database",
                "shop",
                "credential",
                workbench.secretOf(credential)));
    options.addAll(List.of(more));
    return workbench.connection("postgres", options.toArray());
  }

  @Test
  void aCredentialIsAPasswordOrAWholeLogin() {
    Probe whole =
        workbench.probe(
            withCredential("{\"username\": \"app\", \"password\": \"" + CANARY + "\"}"));
    assertTrue(whole.passed(), Workbench.read(whole));
    assertTrue(whole.serverVersion().matches("PostgreSQL 18\\.[0-9]+"), whole.serverVersion());
    assertTrue(workbench.probe(withCredential(CANARY, "user", "app")).passed());
  }

  @Test
  void aCredentialWithoutAUserSaysSo() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED neither the options nor the credential say who signs in
        """,
        withCredential(CANARY));
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED the name that signs in holds control characters
        """,
        withCredential(
            "{\"username\": \"app\\u0000database\\u0000postgres\", \"password\": \""
                + CANARY
                + "\"}"));
  }

  @Test
  void onlyAWrongLoginIsARefusedCredential() {
    StepFailed wrong = workbench.failure(withCredential(CANARY + "x", "user", "app"));
    assertEquals("password authentication failed for the role", wrong.cause());
    assertTrue(wrong.isCredentialRefused());
    assertTrue(
        workbench.failure(shop("127.0.0.1", CANARY, "user", "stranger")).isCredentialRefused());
    assertFalse(
        workbench.failure(shop("127.0.0.1", CANARY, "database", "no")).isCredentialRefused());
    assertFalse(
        workbench.failure(shop("127.0.0.1", CANARY, "port", 1)).isCredentialRefused());
  }

  @Test
  void sslEnabledVerifies() {
    Probe passed =
        workbench.probe(
            shop(
                "localhost",
                CANARY,
                "ssl_enabled",
                true,
                "ssl_certificate_authority",
                authority.pem()));
    assertTrue(Workbench.read(passed).contains("TLS: TLSv1.3\n"), Workbench.read(passed));
    assertTrue(passed.passed());
    assertTrue(
        Workbench.read(workbench.probe(shop("localhost", CANARY, "ssl_enabled", true)))
            .contains("TLS: FAILED the server's certificate is not signed by a known"));
    assertTrue(workbench.probe(shop("127.0.0.1", CANARY, "ssl_enabled", false)).passed());
  }

  @Test
  void anApplicationConnectsWithWhatItIsTold() throws Exception {
    for (String mode : List.of("disable", "require")) {
      DriverSettings settings =
          workbench.driverSettings(shop("127.0.0.1", CANARY, "ssl_mode", mode));
      assertEquals("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/shop", settings.url());
      assertEquals(Map.of("sslmode", mode), settings.properties());
      Properties properties = new Properties();
      properties.putAll(settings.properties());
      properties.put("user", settings.login().user());
      properties.put("password", settings.login().password().orElseThrow());
      try (java.sql.Connection connection =
          new org.postgresql.Driver().connect(settings.url(), properties)) {
        assertEquals("shop", connection.getCatalog());
      }
    }
  }

  @Test
  void whatAnApplicationIsToldOfTls() throws Exception {
    assertEquals(
        Map.of(
            "sslmode", "verify-full", "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"),
        workbench.driverSettings(shop("h", CANARY, "ssl_enabled", true)).properties());
    assertEquals(
        "verify-ca",
        workbench
            .driverSettings(shop("h", CANARY, "ssl_mode", "verify_ca"))
            .properties()
            .get("sslmode"));
    assertEquals(
        "jdbc:postgresql://[::1]:" + server.getPort() + "/a%2Fb%3Fc%3D%26+d",
        workbench.driverSettings(shop("::1", CANARY, "database", "a/b?c=& d")).url());
  }

  @Test
  void whatAnApplicationCannotDo() {
    Connection tunnel = workbench.connection("ssh-tunnel");
    StepFailed inside =
        assertThrows(
            StepFailed.class,
            () ->
                workbench.driverSettings(
                    shop("h", CANARY, "ssh_tunnel", Workbench.use(tunnel))));
    assertEquals(
        "applications cannot go through the tunnel or private link of the connection",
        inside.cause());
    StepFailed certified =
        assertThrows(
            StepFailed.class,
            () ->
                workbench.driverSettings(
                    shop(
                        "h",
                        CANARY,
                        "ssl_mode",
                        "require",
                        "ssl_certificate",
                        "x",
                        "ssl_key",
                        workbench.secretOf("y"))));
    assertEquals(
        "applications do not get the connection's client certificate", certified.cause());
  }

  @Test
  void unknownDatabase() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED database "nowhere" does not exist
        """,
        shop("127.0.0.1", CANARY, "database", "nowhere"));
  }

  @Test
  void roleWithoutAnEntry() {
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        sign in: FAILED the server refuses role "stranger" from here
        """,
        shop("127.0.0.1", CANARY, "user", "stranger"));
  }

  @Test
  void aSecretUserIsNotShown() {
    String text =
        Workbench.read(workbench.probe(shop("127.0.0.1", "x", "user", workbench.secretOf("app"))));
    assertTrue(text.endsWith("FAILED password authentication failed for the role\n"), text);
  }

  @Test
  void noPassword() {
    Connection shop =
        workbench.connection(
            "postgres",
            "host",
            "127.0.0.1",
            "port",
            server.getPort(),
            "user",
            "app",
            "database",
            "shop");
    String text = Workbench.read(workbench.probe(shop));
    assertTrue(text.contains("sign in: FAILED the server asks for a way to sign in"), text);
  }

  @Test
  void requireEncryptsAndChecksNothing() {
    Authority other = new Authority("Somebody else");
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        TLS: TLSv1.3
        sign in: PostgreSQL 18
        replication: ready for change data capture
        """,
        shop("127.0.0.1", CANARY, "ssl_mode", "require", "ssl_certificate_authority", other.pem()));
  }

  @Test
  void verifyAuthority() {
    String verified =
        Workbench.read(
            workbench.probe(
                shop(
                    "127.0.0.1",
                    CANARY,
                    "ssl_mode",
                    "verify_ca",
                    "ssl_certificate_authority",
                    authority.pem())));
    assertTrue(verified.contains("sign in: PostgreSQL 18\n"), verified);
    Authority other = new Authority("Somebody else");
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        TLS: FAILED the server's certificate is not signed by a known authority, or is not valid now
        """,
        shop(
            "127.0.0.1",
            CANARY,
            "ssl_mode",
            "verify-ca",
            "ssl_certificate_authority",
            other.pem()));
  }

  @Test
  void verifyHost() {
    String verified =
        Workbench.read(
            workbench.probe(
                shop(
                    "localhost",
                    CANARY,
                    "ssl_mode",
                    "verify_full",
                    "ssl_certificate_authority",
                    workbench.secretOf(authority.pem()))));
    assertTrue(verified.contains("sign in: PostgreSQL 18\n"), verified);
    assertSteps(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        TLS: FAILED the server's certificate is for another host
        """,
        shop(
            "127.0.0.1",
            CANARY,
            "ssl_mode",
            "verify_full",
            "ssl_certificate_authority",
            authority.pem()));
  }

  @Test
  void withoutLogicalReplicationItPassesWithANote() throws Exception {
    try (EmbeddedPostgres plain =
        EmbeddedPostgres.builder().setPGStartupWait(java.time.Duration.ofMinutes(2)).start()) {
      Connection connection =
          workbench.connection(
              "postgres",
              "host",
              "127.0.0.1",
              "port",
              plain.getPort(),
              "user",
              "postgres",
              "database",
              "postgres");
      Probe probe = workbench.probe(connection);
      assertTrue(probe.passed());
      assertTrue(
          Workbench.read(probe)
              .contains("replication: wal_level is replica; change data capture needs logical"),
          Workbench.read(probe));
      Connection encrypted =
          workbench.connection(
              "postgres",
              "host",
              "127.0.0.1",
              "port",
              plain.getPort(),
              "user",
              "postgres",
              "database",
              "postgres",
              "ssl_mode",
              "require");
      assertTrue(
          Workbench.read(workbench.probe(encrypted))
              .endsWith("TLS: FAILED the server does not support TLS\n"));
    }
  }
}
