package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables in schemas, over restarts and with several servers.
class SchemaTablesTest {
  @TempDir Path folder = Path.of("");

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String refused(Connection connection, String text) {
    return assertThrows(SQLException.class, () -> execute(connection, text)).getSQLState();
  }

  @Test
  void aRestartKeepsThem() throws Exception {
    try (RunningServer server = RunningServer.in(folder);
        Connection client = server.connect()) {
      execute(client, "CREATE SCHEMA shop");
      execute(client, "CREATE TABLE shop.t AS SELECT 7 AS x");
      execute(client, "CREATE VIEW shop.v AS SELECT x + 1 AS y FROM shop.t");
      execute(client, "CREATE TABLE t AS SELECT 1 AS x");
    }
    try (RunningServer server = RunningServer.in(folder);
        Connection client = server.connect()) {
      assertEquals(7, number(client, "SELECT x FROM shop.t"));
      execute(client, "SET search_path = shop");
      execute(client, "CREATE OR REPLACE VIEW v AS SELECT x + 2 AS y FROM t");
    }
    try (RunningServer server = RunningServer.in(folder);
        Connection client = server.connect()) {
      assertEquals(9, number(client, "SELECT y FROM shop.v"));
      execute(client, "DROP SCHEMA shop CASCADE");
      execute(client, "CREATE SCHEMA shop");
      assertEquals("42P01", refused(client, "SELECT x FROM shop.t"));
    }
  }

  @Test
  void aPreparedStatementFollowsTheSearchPath() throws Exception {
    try (RunningServer server = RunningServer.in(folder);
        Connection client = server.connect()) {
      for (String schema : new String[] {"shop", "other"}) {
        execute(client, "CREATE SCHEMA " + schema);
        execute(client, "CREATE TABLE " + schema + ".t AS SELECT '" + schema + "' AS x");
      }
      try (PreparedStatement select = client.prepareStatement("SELECT x FROM t WHERE x <> ?")) {
        for (String schema : new String[] {"shop", "other", "shop"}) {
          execute(client, "SET search_path = " + schema);
          select.setString(1, "nothing");
          for (int i = 0; i < 8; i++) {
            try (ResultSet rows = select.executeQuery()) {
              rows.next();
              assertEquals(schema, rows.getString(1));
            }
          }
        }
      }
    }
  }

  /// Each has tables of its own, and what one drops is out of reach on the other.
  @Test
  void serversWithOneCatalog() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String store =
          "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
      try (RunningServer one = start("one", store);
          RunningServer two = start("two", store);
          Connection first = one.connect();
          Connection second = two.connect()) {
        execute(first, "CREATE SCHEMA shop");
        execute(first, "CREATE TABLE shop.t AS SELECT 1 AS x");
        await(second, "shop", 1);
        execute(second, "CREATE TABLE shop.t AS SELECT 2 AS x");
        assertEquals(1, number(first, "SELECT x FROM shop.t"));
        assertEquals(2, number(second, "SELECT x FROM shop.t"));
        execute(first, "DROP SCHEMA shop CASCADE");
        await(second, "shop", 0);
        assertEquals("42P01", refused(second, "SELECT x FROM shop.t"));
        execute(first, "CREATE SCHEMA shop");
        await(second, "shop", 1);
        assertEquals("42P01", refused(second, "SELECT x FROM shop.t"));
      }
    }
  }

  private RunningServer start(String name, String store) throws Exception {
    return RunningServer.in(
        Files.createDirectory(folder.resolve(name)),
        "--store",
        store,
        "--key-file",
        folder.resolve("key").toString());
  }

  private static void await(Connection connection, String schema, int count) throws Exception {
    String query = "SELECT count(*) FROM pg_namespace WHERE nspname = '" + schema + "'";
    for (int look = 0; look < 200 && number(connection, query) != count; look++) {
      Thread.sleep(50);
    }
    assertEquals(count, number(connection, query));
  }
}
