package io.fairlead.wire.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cursors, packet by packet, of a client that knows the older end of a result.
class CursorsTest {
  private static final String MANY = "SELECT a FROM range(1000000) r(a)";
  private static final byte EOF = (byte) 0xfe;
  private static final int CURSOR_EXISTS = 1 << 6;
  private static final int LAST_ROW_SENT = 1 << 7;
  private static final int NO_CURSOR = 1421;
  private static final int TOO_LARGE = 1153;

  @TempDir static Path folder = Path.of("");
  private static @Nullable RunningServer server;

  @BeforeAll
  static void start() throws IOException, SQLException {
    RunningServer started = RunningServer.in(folder.resolve("data"));
    server = started;
    String url = "jdbc:mariadb://127.0.0.1:" + started.port("mysql") + "/public?sslMode=trust";
    try (Connection connection =
        DriverManager.getConnection(url, "admin", RunningServer.PASSWORD)) {
      connection.isValid(10);
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static RawMysql signedIn() throws IOException {
    RawMysql client = new RawMysql(server == null ? 0 : server.port("mysql"));
    assertEquals(0, client.signIn("admin", RunningServer.PASSWORD)[0]);
    return client;
  }

  /// @param columns of a statement without parameters
  private static int prepare(RawMysql client, String text, int columns) throws IOException {
    client.command(Command.STMT_PREPARE, text);
    int number = ByteBuffer.wrap(client.read()).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
    for (int i = 0; columns > 0 && i <= columns; i++) {
      client.read();
    }
    return number;
  }

  private static void send(RawMysql client, int command, int number, int rest) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) command).putInt(number);
    if (command == Command.STMT_EXECUTE) {
      body.put((byte) rest).putInt(1);
    } else if (command == Command.STMT_FETCH) {
      body.putInt(rest);
    }
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    client.packet(0, bytes);
  }

  /// Executes with a cursor.
  ///
  /// @return the status, or a negative error
  private static int open(RawMysql client, int number) throws IOException {
    send(client, Command.STMT_EXECUTE, number, 1);
    byte[] first = client.read();
    if (RawMysql.error(first) > 0) {
      return -RawMysql.error(first);
    }
    for (int i = 0; i < first[0]; i++) {
      client.read();
    }
    return status(client.read());
  }

  /// @return how many rows there were and the status behind them, or a negative error and 0
  private static int[] fetch(RawMysql client, int number, int most) throws IOException {
    send(client, Command.STMT_FETCH, number, most);
    int rows = 0;
    for (byte[] body = client.read(); ; body = client.read()) {
      if (RawMysql.error(body) > 0) {
        return new int[] {-RawMysql.error(body), 0};
      }
      if (body[0] == EOF) {
        return new int[] {rows, status(body)};
      }
      rows++;
    }
  }

  private static int status(byte[] eof) {
    assertEquals(EOF, eof[0]);
    assertEquals(5, eof.length);
    int status = (eof[3] & 0xff) | ((eof[4] & 0xff) << 8);
    return status & (CURSOR_EXISTS | LAST_ROW_SENT);
  }

  private static void expect(int rows, int status, int[] found) {
    assertEquals(rows + " rows, status " + status, found[0] + " rows, status " + found[1]);
  }

  @Test
  void rowsComeAsTheyAreAskedFor() throws IOException {
    try (RawMysql client = signedIn()) {
      int number = prepare(client, "SELECT a, a * 2 AS b FROM range(5) r(a)", 2);
      assertEquals(CURSOR_EXISTS, open(client, number));
      expect(0, CURSOR_EXISTS, fetch(client, number, 0));
      expect(3, CURSOR_EXISTS, fetch(client, number, 3));
      expect(2, LAST_ROW_SENT, fetch(client, number, -1));
      expect(-NO_CURSOR, 0, fetch(client, number, 3));

      // Just as many as there are, then another time.
      assertEquals(CURSOR_EXISTS, open(client, number));
      expect(5, LAST_ROW_SENT, fetch(client, number, 5));
      assertEquals(CURSOR_EXISTS, open(client, number));
      expect(1, CURSOR_EXISTS, fetch(client, number, 1));
      assertEquals(CURSOR_EXISTS, open(client, number));
      expect(5, LAST_ROW_SENT, fetch(client, number, 100));
    }
  }

  /// The statement has no rows, or the client wants none of these.
  @Test
  void noCursorIsOpened() throws IOException {
    try (RawMysql client = signedIn()) {
      int nothing = prepare(client, "SET @x = 1", 0);
      send(client, Command.STMT_EXECUTE, nothing, 1);
      assertEquals(0, client.read()[0]);
      expect(-NO_CURSOR, 0, fetch(client, nothing, 1));

      int many = prepare(client, MANY, 1);
      assertEquals(CURSOR_EXISTS, open(client, many));
      expect(2, CURSOR_EXISTS, fetch(client, many, 2));
      send(client, Command.STMT_RESET, many, 0);
      assertEquals(0, client.read()[0]);
      expect(-NO_CURSOR, 0, fetch(client, many, 2));
      assertEquals(CURSOR_EXISTS, open(client, many));
      send(client, Command.STMT_CLOSE, many, 0);
      expect(-1243, 0, fetch(client, many, 2));
    }
  }

  @Test
  void whatIsWrongShowsWhenTheStatementIsExecuted() throws IOException {
    try (RawMysql client = signedIn()) {
      int number = prepare(client, "SELECT CAST('x' AS INT) + a AS n FROM range(3) r(a)", 1);
      assertEquals(-1366, open(client, number));
      expect(-NO_CURSOR, 0, fetch(client, number, 1));
      client.command(Command.PING, "");
      assertEquals(0, client.read()[0]);
    }
  }

  /// An INSERT is done whether or not the client reads what it returns.
  @Test
  void whatChangesTablesDoesNotWait() throws IOException {
    try (RawMysql client = signedIn()) {
      client.command(Command.QUERY, "CREATE OR REPLACE TABLE kept (n INT)");
      assertEquals(0, client.read()[0]);
      int insert = prepare(client, "INSERT INTO kept SELECT a FROM range(3) r(a) RETURNING n", 1);
      assertEquals(CURSOR_EXISTS, open(client, insert));
      int count = prepare(client, "SELECT n FROM kept", 1);
      assertEquals(CURSOR_EXISTS, open(client, count));
      expect(3, LAST_ROW_SENT, fetch(client, count, 10));
      expect(3, LAST_ROW_SENT, fetch(client, insert, 10));
    }
  }

  /// Other statements may run in between; COMMIT leaves a cursor what it has not told yet, ROLLBACK
  /// takes it.
  @Test
  void transactionsEndUnderACursor() throws IOException {
    try (RawMysql client = signedIn()) {
      int number = prepare(client, "SELECT a FROM range(5000) r(a)", 1);
      for (String end : new String[] {"COMMIT", "ROLLBACK"}) {
        client.command(Command.QUERY, "START TRANSACTION");
        assertEquals(0, client.read()[0]);
        assertEquals(CURSOR_EXISTS, open(client, number));
        expect(10, CURSOR_EXISTS, fetch(client, number, 10));
        client.command(Command.QUERY, end);
        assertEquals(0, client.read()[0]);
        boolean kept = end.equals("COMMIT");
        expect(kept ? 4990 : -NO_CURSOR, kept ? LAST_ROW_SENT : 0, fetch(client, number, 10000));
      }
    }
  }

  @Test
  void aSessionHasSoManyCursors() throws IOException {
    try (RawMysql client = signedIn()) {
      int first = 0;
      for (int i = 0; i < Limits.PORTALS; i++) {
        int number = prepare(client, "SELECT a FROM range(3) r(a)", 1);
        first = i == 0 ? number : first;
        assertEquals(CURSOR_EXISTS, open(client, number));
      }
      int more = prepare(client, "SELECT 1 AS a", 1);
      assertEquals(-TOO_LARGE, open(client, more));
      expect(3, LAST_ROW_SENT, fetch(client, first, 3));
      assertEquals(CURSOR_EXISTS, open(client, more));
      expect(1, LAST_ROW_SENT, fetch(client, more, 3));
    }
  }
}
