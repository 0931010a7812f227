package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.iceberg.RestCatalog;
import io.fairlead.connector.schemaregistry.PasswordedRegistry;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that speak HTTP through SQL: proved before they are made, and before they change.
class WebTest {
  private static final String PASSWORD = "canary-31ab77";

  @TempDir Path folder = Path.of("");
  private RunningServer server;
  private Sql sql;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.in(folder);
    sql = Sql.to(server);
    sql.execute("CREATE SECRET pw AS '" + PASSWORD + "'");
    sql.execute("CREATE SECRET wrong AS 'not-" + PASSWORD + "'");
  }

  @AfterEach
  void stop() throws Exception {
    sql.close();
    server.close();
  }

  private String shown(String name) throws Exception {
    return sql.row("SHOW CREATE CONNECTION " + name);
  }

  /// Refused by the probe at a step, with nothing changed and nothing told.
  private void mustBeRefusedAt(String step, String statement) throws Exception {
    List<String> before = sql.rows("SHOW CONNECTIONS");
    Sql.Refused refused = sql.refused(statement);
    assertEquals("58000", refused.state());
    assertTrue(refused.message().contains("at step \"" + step + "\""), refused.toString());
    assertFalse(refused.toString().contains(PASSWORD), refused.toString());
    assertEquals(before, sql.rows("SHOW CONNECTIONS"));
  }

  private static String http(HttpPeer peer) {
    return "http://127.0.0.1:" + peer.port();
  }

  @Test
  void aSchemaRegistryMoves() throws Exception {
    PasswordedRegistry behaviour = new PasswordedRegistry("app", PASSWORD);
    try (HttpPeer first = HttpPeer.start(behaviour);
        HttpPeer second = HttpPeer.start(behaviour);
        HttpPeer elsewhere = HttpPeer.start(HttpPeer.json(200, "[]"));
        HttpPeer redirecting = HttpPeer.start(HttpPeer.redirect(301, http(elsewhere)))) {
      String create =
          "CREATE CONNECTION sr TO CONFLUENT SCHEMA REGISTRY (URL '%s', USER app, PASSWORD SECRET %s)";
      mustBeRefusedAt("list subjects", create.formatted(http(first), "wrong"));
      sql.execute(create.formatted(http(first), "pw"));
      assertEquals("sr | confluent-schema-registry | ", sql.row("SELECT name, type, comment FROM (SHOW CONNECTIONS)"));

      sql.execute("ALTER CONNECTION sr SET (URL '%s')".formatted(http(second)));
      assertEquals(1, second.asked().size());
      String before = shown("sr");
      assertTrue(before.contains("URL = '" + http(second) + "'"), before);

      mustBeRefusedAt("list subjects", "ALTER CONNECTION sr SET (PASSWORD SECRET wrong)");
      mustBeRefusedAt("list subjects", "ALTER CONNECTION sr RESET (USER)");
      mustBeRefusedAt(
          "list subjects", "ALTER CONNECTION sr SET (URL '%s')".formatted(http(redirecting)));
      mustBeRefusedAt("resolve", "ALTER CONNECTION sr SET (URL 'http://169.254.169.254')");
      assertEquals(before, shown("sr"));
      assertTrue(elsewhere.asked().isEmpty());

      sql.execute("ALTER SECRET pw AS 'stale'");
      mustBeRefusedAt("list subjects", "VALIDATE CONNECTION sr");
    }
  }

  @Test
  void aSchemaRegistryGetsATunnel() throws Exception {
    try (Bastion bastion = Bastion.start();
        HttpPeer registry = HttpPeer.start(HttpPeer.json(200, "[\"orders\"]"))) {
      sql.execute(
          "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER 'tunnel')"
              .formatted(bastion.port()));
      sql.execute(
          "CREATE CONNECTION sr TO CONFLUENT SCHEMA REGISTRY (URL '%s')".formatted(http(registry)));
      String before = shown("sr");
      mustBeRefusedAt("tunnel t: sign in", "ALTER CONNECTION sr SET (SSH TUNNEL t)");
      assertEquals(before, shown("sr"));
      bastion.authorize(sql.row("SELECT public_key_1 FROM mz_ssh_tunnel_connections"));
      sql.execute("ALTER CONNECTION sr SET (SSH TUNNEL t)");
      assertTrue(shown("sr").contains("SSH TUNNEL = fairlead.public.t"), shown("sr"));
      List<String> steps = sql.execute("VALIDATE CONNECTION sr");
      assertTrue(
          steps.stream().anyMatch(step -> step.contains("through the tunnel")), steps.toString());
      assertEquals(3, registry.asked().size());
      sql.execute("ALTER CONNECTION sr DROP (SSH TUNNEL)");
      assertEquals(before, shown("sr"));
    }
  }

  @Test
  void anIcebergCatalog() throws Exception {
    RestCatalog behaviour =
        new RestCatalog(
            "grant_type=client_credentials&client_id=app&client_secret=" + PASSWORD
                + "&scope=catalog",
            "{\"overrides\": {\"prefix\": \"p%2F1\"}}");
    try (HttpPeer catalog = HttpPeer.start(behaviour)) {
      sql.execute("CREATE SECRET client AS 'app:" + PASSWORD + "'");
      String create =
          "CREATE CONNECTION lake TO ICEBERG CATALOG (CATALOG TYPE 'rest', URL '%s/api',"
              + " WAREHOUSE 'lake house', CREDENTIAL %s)";
      mustBeRefusedAt("sign in", create.formatted(http(catalog), "'app:not-this'"));
      sql.execute(create.formatted(http(catalog), "SECRET client"));
      mustBeRefusedAt("configuration", "ALTER CONNECTION lake SET (WAREHOUSE 'other')");
      sql.execute("ALTER CONNECTION lake SET (CREDENTIAL 'app:%s')".formatted(PASSWORD));
      String redacted = sql.row("SHOW REDACTED CREATE CONNECTION lake");
      assertTrue(redacted.contains("CREDENTIAL = '********'"), redacted);
      String history = String.join("\n", sql.rows("SHOW HISTORY OF CONNECTION lake"));
      assertFalse(history.contains(PASSWORD), history);
    }
  }

  /// The signature itself is the library's; what it is for must be right.
  @Test
  void s3TablesAreAskedWithTheKeysOfAnAwsConnection() throws Exception {
    String credential = "AWS4-HMAC-SHA256 Credential=AKIDTEST/";
    String scope = "/eu-central-1/s3tables/aws4_request, SignedHeaders=";
    HttpPeer.Behaviour behaviour =
        (asked, out) -> {
          String given = asked.header("Authorization").orElse("");
          boolean right = given.startsWith(credential) && given.contains(scope);
          HttpPeer.write(out, right ? 200 : 403, "{\"namespaces\": []}");
        };
    try (HttpPeer tables = HttpPeer.start(behaviour)) {
      String create = "CREATE CONNECTION %s TO AWS (ACCESS KEY ID '%s', SECRET ACCESS KEY SECRET pw, REGION 'eu-central-1')";
      sql.execute(create.formatted("cloud", "AKIDTEST"));
      sql.execute(create.formatted("other", "AKIDOTHER"));
      String catalog =
          "CREATE CONNECTION tables TO ICEBERG CATALOG (CATALOG TYPE 's3tablesrest', URL '%s/iceberg',"
              + " WAREHOUSE 'arn:aws:s3tables:eu-central-1:1:bucket/b', AWS CONNECTION %s)";
      mustBeRefusedAt("configuration", catalog.formatted(http(tables), "other"));
      sql.execute(catalog.formatted(http(tables), "cloud"));
      assertTrue(
          shown("tables").contains("AWS CONNECTION = fairlead.public.cloud"), shown("tables"));
      mustBeRefusedAt("configuration", "ALTER CONNECTION tables SET (AWS CONNECTION other)");
    }
  }
}
