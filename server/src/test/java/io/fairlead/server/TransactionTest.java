package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What drivers do: autocommit off, prepared statements, cursors, many clients on one object.
class TransactionTest {
  private static final String CREATE =
      "CREATE CONNECTION c TO POSTGRES (HOST 'h0', USER 'u', DATABASE 'd') WITH (VALIDATE = false)";

  @TempDir Path data = Path.of("");

  @Test
  void withAutocommitOffNothingIsSeenBeforeTheCommit() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection one = server.connect();
        Connection other = server.connect()) {
      one.setAutoCommit(false);
      execute(one, CREATE);
      execute(one, "ALTER CONNECTION c SET (PORT 7) WITH (VALIDATE = false)");
      assertEquals(0, count(other));
      assertEquals(1, count(one));
      one.commit();
      assertEquals(1, count(other));
      execute(one, "DROP CONNECTION c");
      one.rollback();
      assertEquals(1, count(other));
    }
  }

  @Test
  void twoBlocksThatCollideDoNotBothCommit() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection one = server.connect();
        Connection other = server.connect()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      execute(one, CREATE);
      execute(other, CREATE);
      one.commit();
      SQLException refused = assertThrows(SQLException.class, other::commit);
      assertEquals("42710", refused.getSQLState());
    }
  }

  @Test
  void aHalfReadCursorDoesNotStopTheNextStatement() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      execute(connection, CREATE);
      try (Statement cursor = connection.createStatement()) {
        cursor.setFetchSize(10);
        try (ResultSet rows = cursor.executeQuery("SELECT * FROM range(1000) AS r(i)")) {
          assertTrue(rows.next());
          assertEquals(1, count(connection));
          int seen = 1;
          while (rows.next()) {
            seen++;
          }
          assertEquals(1000, seen);
        }
      }
      connection.commit();
    }
  }

  @Test
  void aSecretComesInAsAParameter() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        PreparedStatement prepared = connection.prepareStatement("CREATE SECRET s AS ?")) {
      prepared.setString(1, "value");
      assertFalse(prepared.execute());
      try (ResultSet rows =
          connection.createStatement().executeQuery("SHOW HISTORY OF SECRET s")) {
        assertTrue(rows.next());
        assertEquals("CREATE SECRET s AS $1", rows.getString("statement"));
      }
    }
  }

  @Test
  void aPreparedStatementRunsAgainAndAgain() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        PreparedStatement prepared =
            connection.prepareStatement("SELECT name FROM mz_connections WHERE name = ?")) {
      for (int i = 0; i < 12; i++) {
        execute(connection, CREATE.replace("CONNECTION c ", "CONNECTION c" + i + " "));
        prepared.setString(1, "c" + i);
        try (ResultSet rows = prepared.executeQuery()) {
          assertTrue(rows.next(), "c" + i);
          assertEquals("c" + i, rows.getString(1));
        }
      }
    }
  }

  /// Changes of different options by many clients are all kept: none is lost to another's.
  @Test
  void manyClientsOnOneObjectLoseNoChange() throws Exception {
    int clients = 8;
    int each = 25;
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect()) {
      execute(connection, CREATE);
      AtomicInteger failures = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try (Connection mine = server.connect()) {
                    for (int i = 0; i < each; i++) {
                      execute(
                          mine,
                          "ALTER CONNECTION c SET (HOST 'h"
                              + (number * each + i + 1)
                              + "') WITH (VALIDATE = false)");
                    }
                  } catch (SQLException failure) {
                    failures.incrementAndGet();
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(0, failures.get());
      try (ResultSet rows =
          connection.createStatement().executeQuery("SHOW HISTORY OF CONNECTION c")) {
        assertTrue(rows.next());
        assertEquals(1 + clients * each, rows.getInt("version"));
      }
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM mz_connections")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
