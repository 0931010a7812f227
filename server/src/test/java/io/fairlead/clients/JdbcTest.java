package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.RunningServer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

/// Statements through pgjdbc, as Java applications run them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcTest {
  private static final String COLUMNS =
      """
      (i integer PRIMARY KEY, small smallint, big bigint, f real, d double precision,
        n numeric(12,3), flag boolean, t text, v varchar(20), raw bytea, day date, clock time,
        moment timestamp, instant timestamptz, id uuid, doc json, whole integer[], words text[])
      """;

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = RunningServer.in(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Connection connect(PGProperty property, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", RunningServer.PASSWORD);
    property.set(properties, value);
    return DriverManager.getConnection(server.url(), properties);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// A threshold of 0 sends texts, of -1 names the statement and moves everything in binary.
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-1"})
  void everyCommonTypeComesBackAsItWent(String threshold) throws Exception {
    try (Connection connection = connect(PGProperty.PREPARE_THRESHOLD, threshold)) {
      String table = "types_" + threshold.replace("-", "minus");
      execute(connection, "CREATE TABLE " + table + COLUMNS);
      String insert =
          "INSERT INTO " + table + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?::json,?,?)";
      try (PreparedStatement statement = connection.prepareStatement(insert)) {
        bind(connection, statement);
        assertEquals(1, statement.executeUpdate());
        statement.setInt(1, 2);
        for (int i = 2; i <= 18; i++) {
          statement.setNull(i, Types.NULL);
        }
        assertEquals(1, statement.executeUpdate());
      }
      String select = "SELECT * FROM " + table + " WHERE i = ?";
      try (PreparedStatement statement = connection.prepareStatement(select)) {
        for (int i = 0; i < 3; i++) {
          statement.setInt(1, 1);
          try (ResultSet row = statement.executeQuery()) {
            assertTrue(row.next());
            assertBound(row);
            assertFalse(row.next());
          }
          statement.setInt(1, 2);
          try (ResultSet row = statement.executeQuery()) {
            assertTrue(row.next());
            for (int column = 2; column <= 18; column++) {
              assertNull(row.getObject(column), "column " + column);
            }
          }
        }
      }
    }
  }

  private static void bind(Connection connection, PreparedStatement statement)
      throws SQLException {
    statement.setInt(1, 1);
    statement.setShort(2, Short.MIN_VALUE);
    statement.setLong(3, Long.MAX_VALUE);
    statement.setFloat(4, 1.5f);
    statement.setDouble(5, Math.PI);
    statement.setBigDecimal(6, new BigDecimal("-123456.789"));
    statement.setBoolean(7, true);
    statement.setString(8, "ä'\\ \n日本");
    statement.setString(9, "short");
    statement.setBytes(10, new byte[] {0, 1, -1});
    statement.setObject(11, LocalDate.of(2024, 2, 29));
    statement.setObject(12, LocalTime.of(23, 59, 58, 123_456_000));
    statement.setObject(13, LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000));
    statement.setObject(14, OffsetDateTime.of(2024, 6, 1, 12, 0, 0, 0, ZoneOffset.ofHours(5)));
    statement.setObject(15, new UUID(1, 2));
    statement.setString(16, "{\"a\": [1, null]}");
    statement.setArray(17, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
    statement.setArray(18, connection.createArrayOf("text", new String[] {"a,b", "\"", "NULL"}));
  }

  private static void assertBound(ResultSet row) throws SQLException {
    assertEquals(1, row.getInt(1));
    assertEquals(Short.MIN_VALUE, row.getShort(2));
    assertEquals(Long.MAX_VALUE, row.getLong(3));
    assertEquals(1.5f, row.getFloat(4));
    assertEquals(Math.PI, row.getDouble(5));
    assertEquals(new BigDecimal("-123456.789"), row.getBigDecimal(6));
    assertTrue(row.getBoolean(7));
    assertEquals("ä'\\ \n日本", row.getString(8));
    assertEquals("short", row.getString(9));
    assertArrayEquals(new byte[] {0, 1, -1}, row.getBytes(10));
    assertEquals(LocalDate.of(2024, 2, 29), row.getObject(11, LocalDate.class));
    assertEquals(LocalTime.of(23, 59, 58, 123_456_000), row.getObject(12, LocalTime.class));
    assertEquals(
        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000), row.getObject(13, LocalDateTime.class));
    assertEquals(
        OffsetDateTime.of(2024, 6, 1, 7, 0, 0, 0, ZoneOffset.UTC).toInstant(),
        row.getObject(14, OffsetDateTime.class).toInstant());
    assertEquals(new UUID(1, 2), row.getObject(15));
    assertEquals("{\"a\": [1, null]}", row.getString(16));
    assertArrayEquals(new Integer[] {1, null, 3}, (Object[]) array(row, 17).getArray());
    assertArrayEquals(new String[] {"a,b", "\"", "NULL"}, (Object[]) array(row, 18).getArray());
  }

  private static Array array(ResultSet row, int column) throws SQLException {
    return assertInstanceOf(Array.class, row.getArray(column));
  }

  @Test
  void parametersWhoseTypeNobodySays() throws Exception {
    try (Connection connection = connect(PGProperty.STRING_TYPE, "unspecified")) {
      execute(connection, "CREATE TABLE open (i integer, t text)");
      execute(connection, "INSERT INTO open VALUES (1, 'a'), (2, 'b'), (3, NULL)");
      assertEquals(List.of("x"), rows(connection, "SELECT ? AS a", "x"));
      assertEquals(List.of("x | 1 | y"), rows(connection, "SELECT ?, 1, ?", "x", "y"));
      assertEquals(List.of("3"), rows(connection, "SELECT ? + 1", "2"));
      assertEquals(
          List.of("1", "2"), rows(connection, "SELECT i FROM open WHERE i = ANY(?)", "{1,2}"));
      assertEquals(
          List.of("2"), rows(connection, "SELECT i FROM open WHERE t = ANY(?)", "{b,c}"));
      assertEquals(List.of("3"), rows(connection, "SELECT i FROM open WHERE i > ? + 1", "1"));
      assertEquals(List.of("1"), rows(connection, "SELECT i FROM open LIMIT ? OFFSET ?", "1", "0"));
    }
  }

  private static List<String> rows(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<String> found = new java.util.ArrayList<>();
        while (rows.next()) {
          StringBuilder row = new StringBuilder(rows.getString(1));
          for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
            row.append(" | ").append(rows.getString(i));
          }
          found.add(row.toString());
        }
        return found;
      }
    }
  }

  @Test
  void batches() throws Exception {
    try (Connection connection = connect(PGProperty.REWRITE_BATCHED_INSERTS, "true");
        PreparedStatement insert = batchTable(connection)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 500; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      assertEquals(500, insert.executeBatch().length);
      connection.commit();
      assertEquals(List.of("500"), rows(connection, "SELECT count(*) FROM batch"));
      insert.setInt(1, 1000);
      insert.setString(2, "new");
      insert.addBatch();
      insert.setInt(1, 1);
      insert.setString(2, "there already");
      insert.addBatch();
      assertThrows(BatchUpdateException.class, insert::executeBatch);
      connection.rollback();
      assertEquals(List.of("500"), rows(connection, "SELECT count(*) FROM batch"));
    }
  }

  private static PreparedStatement batchTable(Connection connection) throws SQLException {
    execute(connection, "CREATE TABLE batch (i integer PRIMARY KEY, t text)");
    return connection.prepareStatement("INSERT INTO batch (i, t) VALUES (?, ?)");
  }

  @Test
  void withoutAutocommitCatalogStatementsArePartOfTheTransaction() throws Exception {
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      execute(connection, "CREATE SECRET block_pw AS 'x'");
      execute(
          connection,
          "CREATE CONNECTION block TO POSTGRES"
              + " (HOST 'h', USER 'u', DATABASE 'd', PASSWORD SECRET block_pw)"
              + " WITH (VALIDATE = false)");
      execute(connection, "ALTER CONNECTION block SET (HOST 'h2') WITH (VALIDATE = false)");
      String count = "SELECT count(*) FROM mz_connections WHERE name = 'block'";
      assertEquals(List.of("1"), rows(connection, count), "it sees its own changes");
      try (Connection other = server.connect()) {
        assertEquals(List.of("0"), rows(other, count), "others see them after the commit");
        connection.commit();
        assertEquals(List.of("1"), rows(other, count), "at once");
      }
      execute(connection, "DROP CONNECTION block");
      assertEquals(List.of("0"), rows(connection, count));
      connection.rollback();
      assertEquals(List.of("1"), rows(connection, count));
      connection.commit();
    }
  }

  @Test
  void aFetchSizeReadsInPieces() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10);
      try (ResultSet rows = statement.executeQuery("SELECT * FROM generate_series(1, 95)")) {
        int expected = 1;
        while (rows.next()) {
          assertEquals(expected++, rows.getInt(1));
          if (expected == 30) {
            assertEquals(List.of("1"), rows(connection, "SELECT 1"), "another one in between");
          }
        }
        assertEquals(96, expected);
      }
      connection.commit();
    }
  }

  @Test
  void aTimeoutCancels() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      SQLException cancelled =
          assertThrows(
              SQLException.class,
              () ->
                  statement.executeQuery(
                      "SELECT count(*) FROM generate_series(1, 100000000) a,"
                          + " generate_series(1, 1000) b"));
      assertEquals("57014", cancelled.getSQLState());
      assertEquals(List.of("1"), rows(connection, "SELECT 1"));
    }
  }

  @Test
  void resultsDescribeThemselves() throws Exception {
    try (Connection connection = server.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, oid, name AS label, privileges, 1.5::numeric(5,2) AS n, now() AS t"
                    + " FROM mz_connections WHERE name = ?")) {
      ResultSetMetaData meta = assertNotNullValue(statement.getMetaData());
      StringBuilder found = new StringBuilder();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        found.append(meta.getColumnLabel(i)).append(' ');
        found.append(meta.getColumnTypeName(i)).append(' ');
        found.append(meta.getColumnClassName(i)).append('\n');
      }
      assertEquals(
          """
          id text java.lang.String
          oid oid java.lang.Long
          label text java.lang.String
          privileges _aclitem java.sql.Array
          n numeric java.math.BigDecimal
          t timestamptz java.sql.Timestamp
          """,
          found.toString());
      assertEquals(1, statement.getParameterMetaData().getParameterCount());
      assertEquals("text", statement.getParameterMetaData().getParameterTypeName(1));
    }
  }

  private static <T> T assertNotNullValue(T value) {
    assertNotNull(value);
    return value;
  }

  @Test
  void whatADriverMaySet() throws Exception {
    try (Connection connection = connect(PGProperty.APPLICATION_NAME, "shop pool")) {
      assertEquals(List.of("shop pool"), rows(connection, "SHOW application_name"));
      connection.setClientInfo("ApplicationName", "other");
      assertEquals(List.of("other"), rows(connection, "SHOW application_name"));
      assertTrue(connection.isValid(5));
      assertEquals("public", connection.getSchema());
      assertEquals("fairlead", connection.getCatalog());
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      SQLException refused =
          assertThrows(
              SQLException.class, () -> execute(connection, "CREATE SECRET read_only AS 'x'"));
      assertEquals("25006", refused.getSQLState());
      connection.rollback();
      connection.setReadOnly(false);
      execute(connection, "CREATE SECRET writable AS 'x'");
      connection.rollback();
    }
  }

  /// The engine prints the line of an error; what was typed there may be a secret.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT nope, 'canary-5d1' FROM mz_connections",
        "SELECT 'canary-5d1' FROM nowhere",
        "SELECT 'canary-5d1'::integer",
        "SELECT 'canary-5d1' +",
        "SELECT 'canary-5d1' WHERE ARRAY['canary-5d1']",
        "SELECT nofunction('canary-5d1')",
        "INSERT INTO nowhere VALUES ('canary-5d1')",
        "CREATE TABLE canary (t text CHECK (t <> 'canary-5d1'), t text)"
      })
  void errorsNeverEchoTheStatement(String text) throws Exception {
    try (Connection connection = server.connect()) {
      SQLException failure = assertThrows(SQLException.class, () -> execute(connection, text));
      String said = String.valueOf(failure.getMessage());
      assertFalse(said.contains("canary-5d1"), said);
      assertFalse(said.contains("LINE "), said);
    }
  }

  @Test
  void aPasswordChangedByTheDriverIsInForce() throws Exception {
    try (Connection connection = server.connect()) {
      execute(connection, "CREATE ROLE fresh LOGIN PASSWORD 'first'");
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword("fresh", "second".toCharArray(), "scram-sha-256");
    }
    server.connect("fresh", "second").close();
    assertThrows(SQLException.class, () -> server.connect("fresh", "first"));
  }

  @Test
  void aSecretAsAParameter() throws Exception {
    try (Connection connection = server.connect();
        PreparedStatement create = connection.prepareStatement("CREATE SECRET by_text AS ?");
        PreparedStatement alter = connection.prepareStatement("ALTER SECRET by_text AS ?")) {
      create.setString(1, "it's");
      create.execute();
      alter.setBytes(1, "bytes".getBytes(StandardCharsets.UTF_8));
      alter.execute();
      assertEquals(
          List.of("by_text"), rows(connection, "SELECT name FROM mz_secrets WHERE name = 'by_text'"));
    }
  }
}
