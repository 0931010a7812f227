package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// pgjdbc's DatabaseMetaData: what tools with an object tree show.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcMetaDataTest {
  private RunningServer server;
  private Connection connection;
  private DatabaseMetaData meta;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = RunningServer.in(folder);
    connection = server.connect();
    meta = connection.getMetaData();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE item (id integer, part integer, name text NOT NULL DEFAULT 'x',"
              + " price numeric(10,2), added timestamptz, tags text[], PRIMARY KEY (id, part))");
      statement.execute("COMMENT ON TABLE item IS 'what is sold'");
      statement.execute("CREATE INDEX item_name ON item (name)");
      statement.execute("CREATE VIEW cheap AS SELECT id, name FROM item WHERE price < 10");
    }
  }

  @AfterAll
  void stop() throws Exception {
    connection.close();
    server.close();
  }

  private static List<String> rows(ResultSet rows, String... columns) throws SQLException {
    try (rows) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
          cells.add(String.valueOf(rows.getString(column)));
        }
        found.add(String.join(" ", cells));
      }
      return found;
    }
  }

  @Test
  void catalogsAndSchemas() throws Exception {
    assertEquals(List.of("fairlead"), rows(meta.getCatalogs(), "TABLE_CAT"));
    assertEquals(
        List.of("information_schema", "mz_catalog", "mz_internal", "pg_catalog", "public"),
        rows(meta.getSchemas(), "TABLE_SCHEM"));
    assertEquals(List.of("public"), rows(meta.getSchemas("fairlead", "pub%"), "TABLE_SCHEM"));
    assertTrue(rows(meta.getTableTypes(), "TABLE_TYPE").contains("TABLE"));
  }

  @Test
  void tables() throws Exception {
    assertEquals(
        List.of("item TABLE what is sold", "cheap VIEW null"),
        rows(
            meta.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"}),
            "TABLE_NAME",
            "TABLE_TYPE",
            "REMARKS"));
    assertTrue(
        rows(meta.getTables(null, "mz_catalog", "mz_conn%", null), "TABLE_NAME")
            .contains("mz_connections"));
    assertTrue(
        rows(meta.getTablePrivileges(null, "public", "item"), "GRANTEE", "PRIVILEGE")
            .contains("admin SELECT"));
    assertTrue(
        rows(meta.getColumnPrivileges(null, "public", "item", "name"), "GRANTEE", "PRIVILEGE")
            .contains("admin UPDATE"));
  }

  @Test
  void columns() throws Exception {
    assertEquals(
        List.of(
            "1 id 4 int4 NO null",
            "2 part 4 int4 NO null",
            "3 name 12 text NO 'x'",
            "4 price 2 numeric YES null",
            "5 added 93 timestamptz YES null",
            "6 tags 2003 _text YES null"),
        rows(
            meta.getColumns(null, "public", "item", "%"),
            "ORDINAL_POSITION",
            "COLUMN_NAME",
            "DATA_TYPE",
            "TYPE_NAME",
            "IS_NULLABLE",
            "COLUMN_DEF"));
    assertEquals(
        List.of("10 2"),
        rows(
            meta.getColumns(null, "public", "item", "price"), "COLUMN_SIZE", "DECIMAL_DIGITS"));
  }

  @Test
  void keysAndIndexes() throws Exception {
    assertEquals(
        List.of("id 1 item_pkey", "part 2 item_pkey"),
        rows(
            meta.getPrimaryKeys(null, "public", "item"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"));
    assertEquals(
        List.of("f item_pkey id", "f item_pkey part", "t item_name name"),
        rows(
            meta.getIndexInfo(null, "public", "item", false, false),
            "NON_UNIQUE",
            "INDEX_NAME",
            "COLUMN_NAME"));
    assertEquals(
        List.of("id", "part"),
        rows(
            meta.getBestRowIdentifier(
                null, "public", "item", DatabaseMetaData.bestRowSession, false),
            "COLUMN_NAME"));
  }

  /// What does not exist here has an empty answer, not an error.
  @Test
  void nothingElse() throws Exception {
    assertEquals(List.of(), rows(meta.getProcedures(null, null, "%"), "PROCEDURE_NAME"));
    assertEquals(List.of(), rows(meta.getFunctions(null, null, "%"), "FUNCTION_NAME"));
    assertEquals(
        List.of(), rows(meta.getProcedureColumns(null, null, "%", "%"), "PROCEDURE_NAME"));
    assertEquals(List.of(), rows(meta.getFunctionColumns(null, null, "%", "%"), "FUNCTION_NAME"));
    assertEquals(List.of(), rows(meta.getImportedKeys(null, "public", "item"), "FK_NAME"));
    assertEquals(List.of(), rows(meta.getExportedKeys(null, "public", "item"), "FK_NAME"));
    assertEquals(
        List.of(),
        rows(
            meta.getCrossReference(null, "public", "item", null, "public", "cheap"), "FK_NAME"));
    assertEquals(List.of(), rows(meta.getUDTs(null, "public", "%", null), "TYPE_NAME"));
  }

  @Test
  void types() throws Exception {
    List<String> types = rows(meta.getTypeInfo(), "TYPE_NAME", "DATA_TYPE");
    assertTrue(types.containsAll(List.of("int4 4", "text 12", "timestamptz 93")), types.toString());
  }

  @Test
  void theServer() throws Exception {
    assertEquals("PostgreSQL", meta.getDatabaseProductName());
    assertEquals("15.0", meta.getDatabaseProductVersion());
    assertEquals(15, meta.getDatabaseMajorVersion());
    assertEquals("admin", meta.getUserName());
    assertTrue(meta.supportsTransactions());
    assertTrue(meta.getMaxColumnNameLength() > 0);
    assertTrue(
        meta.supportsResultSetConcurrency(
            ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY));
    assertFalse(meta.isReadOnly());
    assertFalse(meta.getSQLKeywords().isEmpty());
    assertFalse(meta.getNumericFunctions().isEmpty());
    assertEquals(List.of("ApplicationName"), rows(meta.getClientInfoProperties(), "NAME"));
  }
}
