package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.wire.Incident;
import io.fairlead.wire.TlsIdentity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The real pgjdbc against the server.
class JdbcTest {
  private static final TlsIdentity IDENTITY = TestIdentity.create();

  private static Connection connect(RunningServer server, String options) throws SQLException {
    return connect(server, options, ScriptedSignIn.PASSWORD);
  }

  private static Connection connect(RunningServer server, String options, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/fairlead?" + options, "ann", password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=disable",
        "sslmode=prefer",
        "sslmode=require",
        "sslmode=require&channelBinding=require",
        "sslmode=disable&channelBinding=prefer",
        "sslmode=disable&preferQueryMode=simple"
      })
  void signsIn(String options) throws Exception {
    try (RunningServer server = RunningServer.withTls(IDENTITY);
        Connection connection = connect(server, options);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertTrue(rows.next());
      assertEquals(1, rows.getInt(1));
      assertFalse(rows.next());
    }
  }

  @Test
  void withoutTlsRequireFails() throws Exception {
    try (RunningServer server = RunningServer.plain()) {
      assertThrows(SQLException.class, () -> connect(server, "sslmode=require").close());
      connect(server, "sslmode=prefer").close();
    }
  }

  /// Nothing binds to an Ed25519 certificate, so a client that insists must not get in.
  @Test
  void channelBindingIsNotOfferedWithoutAHash() throws Exception {
    try (RunningServer server = RunningServer.withTls(TestIdentity.create("Ed25519", "Ed25519"))) {
      assertThrows(
          SQLException.class,
          () -> connect(server, "sslmode=require&channelBinding=require").close());
      connect(server, "sslmode=require&channelBinding=prefer").close();
    }
  }

  @Test
  void wrongPassword() throws Exception {
    try (RunningServer server = RunningServer.plain()) {
      SQLException refused =
          assertThrows(SQLException.class, () -> connect(server, "", "wrong").close());
      assertEquals("28P01", refused.getSQLState());
      assertTrue(
          String.valueOf(refused.getMessage())
              .contains("password authentication failed for role \"ann\""));
    }
  }

  @Test
  void transactions() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, "")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("ALTER");
        SQLException failed =
            assertThrows(SQLException.class, () -> statement.execute("FAIL here !"));
        assertEquals("42703", failed.getSQLState());
        SQLException aborted =
            assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
        assertEquals("25P02", aborted.getSQLState());
        connection.rollback();
        statement.execute("SELECT 1");
        connection.commit();
      }
    }
  }

  @Test
  void errorsHaveTheirParts() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, "");
        PreparedStatement statement = connection.prepareStatement("FAIL \uD83D\uDE00 here !")) {
      PSQLException failed = assertThrows(PSQLException.class, statement::execute);
      ServerErrorMessage parts = failed.getServerErrorMessage();
      assertTrue(parts != null);
      assertEquals("ERROR", parts.getSeverity());
      assertEquals("42703", parts.getSQLState());
      assertEquals("column \"oops\" does not exist", parts.getMessage());
      assertEquals("There is no such column.", parts.getDetail());
      assertEquals("Look for another.", parts.getHint());
      assertEquals("FAIL x here !".length(), parts.getPosition());
    }
  }

  @Test
  void noticesBecomeWarnings() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, "");
        Statement statement = connection.createStatement()) {
      statement.execute("NOTICE");
      assertEquals("something was done", statement.getWarnings().getMessage());
      assertEquals("01000", statement.getWarnings().getNextWarning().getSQLState());
    }
  }

  @Test
  void fetchesInPortions() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, "")) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement("GENERATE 1000")) {
        statement.setFetchSize(7);
        try (ResultSet rows = statement.executeQuery()) {
          for (int i = 1; i <= 1000; i++) {
            assertTrue(rows.next());
            assertEquals(i, rows.getInt(1));
          }
          assertFalse(rows.next());
        }
      }
      connection.commit();
    }
  }

  @Test
  void cancels() throws Exception {
    try (RunningServer server = RunningServer.withTls(IDENTITY);
        Connection connection = connect(server, "sslmode=require");
        Statement statement = connection.createStatement()) {
      ScriptedSession session = server.signIn.lastSession();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  session.awaitSleep();
                  statement.cancel();
                } catch (InterruptedException | SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      SQLException cancelled = assertThrows(SQLException.class, () -> statement.execute("SLEEP"));
      assertEquals("57014", cancelled.getSQLState());
      statement.execute("SELECT 1");
    }
  }

  /// Six executions: the first five are unnamed and in text, then pgjdbc names the statement and
  /// asks for binary; with `binaryTransfer` off everything stays text.
  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=5", "binaryTransfer=false", "prepareThreshold=-1"})
  void valuesComeBack(String options) throws Exception {
    String types =
        "SELECT ?::bool, ?::int2, ?::int4, ?::int8, ?::float4, ?::float8, ?::numeric, ?::text,"
            + " ?::bytea, ?::uuid, ?::date, ?::timestamptz, ?::int4[], ?::text[], ?::text";
    OffsetDateTime moment = OffsetDateTime.of(2026, 11, 25, 16, 0, 0, 123_456_000, ZoneOffset.UTC);
    UUID uuid = UUID.fromString("8c7a2b1e-0000-4000-8000-00000000abcd");
    byte[] bytes = "\0\\\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, options);
        PreparedStatement statement = connection.prepareStatement(types)) {
      for (int i = 0; i < 7; i++) {
        statement.setBoolean(1, true);
        statement.setShort(2, Short.MIN_VALUE);
        statement.setInt(3, Integer.MIN_VALUE + i);
        statement.setLong(4, Long.MAX_VALUE);
        statement.setFloat(5, 1.1f);
        statement.setDouble(6, Double.MIN_VALUE);
        statement.setBigDecimal(7, new BigDecimal("-12345678.000100"));
        statement.setString(8, "grün \uD83D\uDE00");
        statement.setBytes(9, bytes);
        statement.setObject(10, uuid);
        statement.setDate(11, Date.valueOf("2026-02-28"));
        statement.setObject(12, moment);
        statement.setArray(13, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
        statement.setArray(
            14, connection.createArrayOf("text", new String[] {"a b", "", null, "\"\\"}));
        statement.setString(15, null);
        try (ResultSet rows = statement.executeQuery()) {
          assertTrue(rows.next());
          assertTrue(rows.getBoolean(1));
          assertEquals(Short.MIN_VALUE, rows.getShort(2));
          assertEquals(Integer.MIN_VALUE + i, rows.getInt(3));
          assertEquals(Long.MAX_VALUE, rows.getLong(4));
          assertEquals(1.1f, rows.getFloat(5));
          assertEquals(Double.MIN_VALUE, rows.getDouble(6));
          assertEquals(new BigDecimal("-12345678.000100"), rows.getBigDecimal(7));
          assertEquals("grün \uD83D\uDE00", rows.getString(8));
          assertArrayEquals(bytes, rows.getBytes(9));
          assertEquals(uuid, rows.getObject(10));
          assertEquals("2026-02-28", rows.getString(11));
          assertEquals(moment, rows.getObject(12, OffsetDateTime.class));
          assertArrayEquals(new Integer[] {1, null, 3}, (Object[]) rows.getArray(13).getArray());
          assertArrayEquals(
              new String[] {"a b", "", null, "\"\\"}, (Object[]) rows.getArray(14).getArray());
          assertNull(rows.getString(15));
        }
      }
    }
  }

  @Test
  void describesColumnsAndParameters() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection = connect(server, "");
        PreparedStatement statement =
            connection.prepareStatement("SELECT ?::numeric, ?::timestamptz, ?::jsonb")) {
      ResultSetMetaData columns = statement.getMetaData();
      assertEquals(3, columns.getColumnCount());
      assertEquals("c1", columns.getColumnName(1));
      assertEquals("numeric", columns.getColumnTypeName(1));
      assertEquals("timestamptz", columns.getColumnTypeName(2));
      assertEquals("jsonb", columns.getColumnTypeName(3));
      assertEquals("numeric", statement.getParameterMetaData().getParameterTypeName(1));
      try (PreparedStatement nothing = connection.prepareStatement("ALTER")) {
        assertNull(nothing.getMetaData());
      }
    }
  }

  @Test
  void settingsAreReported() throws Exception {
    try (RunningServer server = RunningServer.plain();
        Connection connection =
            connect(server, "assumeMinServerVersion=12&ApplicationName=shop&options=-c%20a=b")) {
      assertEquals("shop", server.signIn.lastSession().settings().get("application_name"));
      assertEquals("b", server.signIn.lastSession().settings().get("a"));
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET application_name = other");
      }
      assertEquals(
          "other",
          connection.unwrap(PGConnection.class).getParameterStatuses().get("application_name"));
    }
  }

  @Test
  void bugIsAnIncidentAndTheSessionGoesOn() throws Exception {
    try (RunningServer server = RunningServer.plain();
        LogCapture log = LogCapture.of(Incident.class);
        Connection connection = connect(server, "");
        Statement statement = connection.createStatement()) {
      SQLException bug = assertThrows(SQLException.class, () -> statement.execute("BUG"));
      assertEquals("XX000", bug.getSQLState());
      String message = String.valueOf(bug.getMessage());
      assertTrue(message.contains("internal error, incident "));
      String id = message.replaceAll("(?s).*incident (\\w{8}).*", "$1");
      assertEquals(1, log.lines().size());
      assertTrue(log.lines().getFirst().contains(id));
      assertTrue(log.lines().getFirst().contains("java.lang.IllegalStateException at "));
      assertFalse(log.lines().getFirst().contains(ScriptedSession.CANARY));
      statement.execute("SELECT 1");
    }
  }
}
