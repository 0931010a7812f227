package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import com.mysql.cj.protocol.a.result.ResultsetRowsCursor;
import io.fairlead.server.RunningServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connector/J and MariaDB's connector, with texts and with statements that the server prepares.
class MysqlDriversTest {
  private static final String TEXT = "jdbc:mysql://127.0.0.1:%d/public?sslMode=REQUIRED";
  private static final String PREPARED = TEXT + "&useServerPrepStmts=true";
  private static final String WITHOUT_TLS =
      "jdbc:mysql://127.0.0.1:%d/public?sslMode=DISABLED&allowPublicKeyRetrieval=true";
  private static final String FETCHING = "&useCursorFetch=true&defaultFetchSize=100";
  private static final String CURSORS = TEXT + FETCHING;
  private static final String CURSORS_WITHOUT_TLS = WITHOUT_TLS + FETCHING;
  private static final String MARIADB = "jdbc:mariadb://127.0.0.1:%d/public?sslMode=trust";
  private static final String MARIADB_PREPARED = MARIADB + "&useServerPrepStmts=true";

  @TempDir static Path folder = Path.of("");
  private static @Nullable RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.in(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Connection connect(String url, String password) throws SQLException {
    int port = server == null ? 0 : server.port("mysql");
    return DriverManager.getConnection(url.formatted(port), "admin", password);
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, PREPARED, WITHOUT_TLS, MARIADB, MARIADB_PREPARED})
  void valuesComeBackAsTheyWent(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS v");
      statement.execute(
          "CREATE TABLE v (i INT PRIMARY KEY, n BIGINT, d DECIMAL(12,3), f DOUBLE, s VARCHAR(20),"
              + " b BLOB, t TIMESTAMP, dt DATE, bo BOOLEAN)");
      insert(connection);
      try (PreparedStatement select =
          connection.prepareStatement("SELECT *, ? AS x FROM v WHERE i >= ? ORDER BY i LIMIT ?")) {
        select.setInt(1, 7);
        select.setInt(2, 1);
        select.setInt(3, 5);
        try (ResultSet rows = select.executeQuery()) {
          check(rows);
        }
      }
    }
  }

  private static void insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setInt(1, 1);
      insert.setLong(2, 1L << 40);
      insert.setBigDecimal(3, new BigDecimal("12.345"));
      insert.setDouble(4, 1.25);
      insert.setString(5, "it's \\ é");
      insert.setBytes(6, new byte[] {0, 1, (byte) 0xff});
      insert.setTimestamp(7, Timestamp.valueOf("2026-01-02 03:04:05.678"));
      insert.setDate(8, Date.valueOf("2026-01-02"));
      insert.setBoolean(9, true);
      assertEquals(1, insert.executeUpdate());
      insert.setInt(1, 2);
      for (int i = 2; i <= 9; i++) {
        insert.setNull(i, Types.NULL);
      }
      assertEquals(1, insert.executeUpdate());
    }
  }

  private static void check(ResultSet rows) throws SQLException {
    assertTrue(rows.next());
    assertEquals(1L << 40, rows.getLong("n"));
    assertEquals(new BigDecimal("12.345"), rows.getBigDecimal("d"));
    assertEquals(1.25, rows.getDouble("f"));
    assertEquals("it's \\ é", rows.getString("s"));
    assertArrayEquals(new byte[] {0, 1, (byte) 0xff}, rows.getBytes("b"));
    assertEquals(Timestamp.valueOf("2026-01-02 03:04:05.678"), rows.getTimestamp("t"));
    assertEquals(Date.valueOf("2026-01-02"), rows.getDate("dt"));
    assertTrue(rows.getBoolean("bo"));
    assertEquals(7, rows.getInt("x"));
    assertTrue(rows.next());
    assertNull(rows.getString("s"));
    assertNull(rows.getBytes("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, MARIADB})
  void transactionsAndErrors(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE tx (n INT)");
      connection.setAutoCommit(false);
      assertEquals(1, statement.executeUpdate("INSERT INTO tx VALUES (1)"));
      connection.rollback();
      statement.executeUpdate("INSERT INTO tx VALUES (2)");
      connection.commit();
      connection.setAutoCommit(true);
      try (ResultSet rows = statement.executeQuery("SELECT n FROM tx")) {
        assertTrue(rows.next());
        assertEquals(2, rows.getInt(1));
      }
      SQLException unknown =
          assertThrows(SQLException.class, () -> statement.execute("SELECT * FROM nope"));
      assertEquals(1146, unknown.getErrorCode());
      assertThrows(SQLException.class, () -> statement.execute("SELECT 1; SELECT 2"));
      assertTrue(connection.isValid(10));
    }
    SQLException wrong = assertThrows(SQLException.class, () -> connect(url, "wrong").close());
    assertEquals(1045, wrong.getErrorCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, MARIADB})
  void metaData(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE md (id INT PRIMARY KEY, s VARCHAR(10))");
      List<String> columns = new ArrayList<>();
      try (ResultSet rows = connection.getMetaData().getColumns("public", null, "md", "%")) {
        while (rows.next()) {
          columns.add(rows.getString("COLUMN_NAME"));
        }
      }
      assertEquals(List.of("id", "s"), columns);
      try (ResultSet rows = connection.getMetaData().getPrimaryKeys("public", null, "md")) {
        assertTrue(rows.next());
        assertEquals("id", rows.getString("COLUMN_NAME"));
      }
      try (ResultSet rows = connection.getMetaData().getTables("public", null, "md", null)) {
        assertTrue(rows.next());
      }
    }
  }

  private static void fillWare(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + database);
    }
    connection.setCatalog(database);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE TABLE ware (of_" + database + " INT PRIMARY KEY, d TEXT)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO ware VALUES (?, ?)")) {
      insert.setInt(1, 1);
      insert.setString(2, database);
      assertEquals(1, insert.executeUpdate());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, PREPARED, MARIADB, MARIADB_PREPARED})
  void eachDatabaseHasTables(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD)) {
      fillWare(connection, "db1");
      fillWare(connection, "db2");
      for (String name : List.of("db1", "db2", "db1")) {
        connection.setCatalog(name);
        try (PreparedStatement select = connection.prepareStatement("SELECT d FROM ware");
            ResultSet rows = select.executeQuery()) {
          assertTrue(rows.next());
          assertEquals(name, rows.getString(1));
        }
      }
      try (ResultSet rows = connection.getMetaData().getTables("db2", null, "%", null)) {
        assertTrue(rows.next());
        assertEquals("db2", rows.getString("TABLE_CAT"));
        assertEquals("ware", rows.getString("TABLE_NAME"));
        assertFalse(rows.next());
      }
      try (ResultSet rows = connection.getMetaData().getColumns("db2", null, "ware", "of%")) {
        assertTrue(rows.next());
        assertEquals("of_db2", rows.getString("COLUMN_NAME"));
      }
      connection.setCatalog("public");
      try (Statement statement = connection.createStatement()) {
        SQLException missing =
            assertThrows(SQLException.class, () -> statement.executeQuery("SELECT * FROM ware"));
        assertEquals(1146, missing.getErrorCode());
      }
    }
  }

  /// Connector/J takes a statement back to the database where it was made; this one does not.
  @ParameterizedTest
  @ValueSource(strings = {MARIADB, MARIADB_PREPARED})
  void aPreparedStatementReadsTheTableOfTheDatabaseInUse(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD)) {
      fillWare(connection, "db1");
      fillWare(connection, "db2");
      try (PreparedStatement select = connection.prepareStatement("SELECT d FROM ware")) {
        for (String name : List.of("db1", "db2", "db1")) {
          connection.setCatalog(name);
          try (ResultSet rows = select.executeQuery()) {
            assertTrue(rows.next());
            assertEquals(name, rows.getString(1));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, MARIADB})
  void aStatementIsCancelled(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThrows(
          SQLException.class,
          () -> statement.executeQuery("SELECT count(*) FROM range(1000000000000) a"));
      statement.setQueryTimeout(0);
      try (ResultSet rows = statement.executeQuery("SELECT 1")) {
        assertTrue(rows.next());
      }
    }
  }

  /// The rest stays with the server, and the connection goes on with other statements meanwhile.
  @ParameterizedTest
  @ValueSource(strings = {CURSORS, CURSORS_WITHOUT_TLS})
  void aCursorReadsNoMoreThanIsWanted(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        PreparedStatement many =
            connection.prepareStatement("SELECT a, ? AS b FROM range(1000000) r(a)")) {
      many.setString(1, "x");
      try (ResultSet rows = many.executeQuery()) {
        assertInstanceOf(
            ResultsetRowsCursor.class, rows.unwrap(ResultSetInternalMethods.class).getRows());
        for (int i = 0; i < 1000; i++) {
          assertTrue(rows.next());
          assertEquals(i, rows.getLong(1));
          assertEquals("x", rows.getString(2));
        }
      }
      try (PreparedStatement some =
              connection.prepareStatement("SELECT a FROM range(1001) r(a)");
          ResultSet rows = some.executeQuery();
          Statement other = connection.createStatement()) {
        long sum = 0;
        while (rows.next()) {
          sum += rows.getLong(1);
          try (ResultSet one = other.executeQuery("SELECT 1")) {
            assertTrue(one.next());
          }
        }
        assertEquals(500500, sum);
      }
      try (PreparedStatement none = connection.prepareStatement("SELECT 1 WHERE 1 = 0");
          ResultSet rows = none.executeQuery()) {
        assertFalse(rows.next());
      }
      try (Statement shows = connection.createStatement();
          ResultSet rows = shows.executeQuery("SHOW DATABASES")) {
        assertTrue(rows.next());
      }
    }
  }

  /// It reads from the socket as the rows are wanted.
  @ParameterizedTest
  @ValueSource(strings = {MARIADB, MARIADB_PREPARED})
  void aResultIsReadInSteps(String url) throws SQLException {
    try (Connection connection = connect(url, RunningServer.PASSWORD);
        PreparedStatement many =
            connection.prepareStatement("SELECT a FROM range(1000000) r(a)")) {
      many.setFetchSize(100);
      try (ResultSet rows = many.executeQuery()) {
        long sum = 0;
        while (rows.next()) {
          sum += rows.getLong(1);
        }
        assertEquals(499999500000L, sum);
      }
    }
  }
}
