package io.fairlead.wire.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that do not keep to the protocol. The server answers them or sends them away, and serves
/// the next one.
class BadPacketsTest {
  private static final int TOO_LARGE = 1153;
  private static final int BROKEN = 1047;
  private static final int NOT_SUPPORTED = 1235;

  @TempDir static Path folder = Path.of("");
  private static @Nullable RunningServer server;

  /// One client signs in with its password, so that others may prove that they know it.
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

  private static int port() {
    return server == null ? 0 : server.port("mysql");
  }

  private static RawMysql signedIn() throws IOException {
    RawMysql client = new RawMysql(port());
    assertEquals(0, client.signIn("admin", RunningServer.PASSWORD)[0]);
    return client;
  }

  @Test
  void aCommandOutOfOrder() throws IOException {
    try (RawMysql client = signedIn()) {
      client.packet(5, new byte[] {Command.PING});
      assertEquals(BROKEN, RawMysql.error(client.read()));
      assertEquals(0, client.read().length);
    }
  }

  @Test
  void wrongCommandsAreRefusedAndTheSessionGoesOn() throws IOException {
    try (RawMysql client = signedIn()) {
      client.command(200, "");
      assertEquals(BROKEN, RawMysql.error(client.read()));
      client.command(Command.STMT_EXECUTE, "x");
      assertEquals(BROKEN, RawMysql.error(client.read()));
      client.command(Command.STMT_FETCH, "12345678");
      assertEquals(1243, RawMysql.error(client.read()));
      client.command(Command.STMT_FETCH, "123");
      assertEquals(BROKEN, RawMysql.error(client.read()));
      client.command(Command.QUERY, " # nothing");
      assertEquals(1065, RawMysql.error(client.read()));
      client.command(Command.QUERY, "SELECT 'a");
      assertEquals(1064, RawMysql.error(client.read()));
      client.packet(0, new byte[] {Command.QUERY, (byte) 0xff});
      assertEquals(1300, RawMysql.error(client.read()));
      client.command(Command.PING, "");
      assertEquals(0, client.read()[0]);
      assertEquals(1, client.sequence());
      client.command(Command.STATISTICS, "");
      assertEquals("Uptime", new String(client.read(), StandardCharsets.UTF_8).substring(0, 6));
      client.packet(0, new byte[0]);
      assertEquals(BROKEN, RawMysql.error(client.read()));
    }
  }

  @Test
  void theLargestMessageBeforeSignIn() throws IOException {
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      client.packet(1, new byte[Limits.MESSAGE_BEFORE_SIGN_IN]);
      assertEquals(NOT_SUPPORTED, RawMysql.error(client.read()));
    }
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      int length = Limits.MESSAGE_BEFORE_SIGN_IN + 1;
      client.raw((byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) 1);
      assertEquals(TOO_LARGE, RawMysql.error(client.read()));
    }
  }

  @Test
  void theLargestMessageAfterSignIn() throws IOException {
    int rest = Limits.MYSQL_MESSAGE - 2 * PacketReader.LONGEST_PACKET;
    byte[] part = new byte[PacketReader.LONGEST_PACKET];
    part[0] = Command.QUERY;
    try (RawMysql client = signedIn()) {
      client.packet(0, part);
      client.packet(1, part);
      client.packet(2, new byte[rest]);
      // It was read whole: what is refused is a statement of that length.
      assertEquals(TOO_LARGE, RawMysql.error(client.read()));
      client.command(Command.PING, "");
      assertEquals(0, client.read()[0]);
    }
    try (RawMysql client = signedIn()) {
      client.packet(0, part);
      client.packet(1, part);
      client.raw((byte) (rest + 1), (byte) ((rest + 1) >> 8), (byte) ((rest + 1) >> 16), (byte) 2);
      assertEquals(TOO_LARGE, RawMysql.error(client.read()));
      assertEquals(0, client.read().length);
    }
  }

  @Test
  void aHalfHandshakeAndAnOldOne() throws IOException {
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      client.packet(1, new byte[] {1, 2, 0, 0});
      assertEquals(NOT_SUPPORTED, RawMysql.error(client.read()));
    }
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      byte[] whole = RawMysql.response("admin", new byte[32], "caching_sha2_password");
      client.packet(1, Arrays.copyOf(whole, 40));
      assertEquals(BROKEN, RawMysql.error(client.read()));
    }
  }

  @Test
  void aClientWithAnotherPluginIsAskedToSwitch() throws IOException {
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      client.packet(1, RawMysql.response("admin", new byte[20], "mysql_native_password"));
      byte[] answer = client.read();
      assertEquals((byte) 0xfe, answer[0]);
      byte[] nonce = Arrays.copyOfRange(answer, 23, 43);
      byte[] password = RunningServer.PASSWORD.getBytes(StandardCharsets.UTF_8);
      client.packet(3, Passwords.proof(password, nonce));
      assertEquals(3, client.read()[1]);
      assertEquals(0, client.read()[0]);
    }
  }

  @Test
  void aPasswordIsNotTakenInTheClear() throws IOException {
    try (RawMysql client = new RawMysql(port())) {
      client.read();
      client.packet(1, RawMysql.response("nobody", new byte[32], "caching_sha2_password"));
      assertEquals(4, client.read()[1]);
      client.packet(3, "secret\0".getBytes(StandardCharsets.UTF_8));
      assertEquals(3159, RawMysql.error(client.read()));
    }
  }

  @Test
  void whatIsSentAheadHasALimit() throws IOException {
    assertEquals(0, longData(Limits.LONG_DATA_BYTES));
    assertEquals(TOO_LARGE, longData(Limits.LONG_DATA_BYTES + 1));
  }

  /// @return the number of the error when a statement is executed with so many bytes sent ahead
  private static int longData(int bytes) throws IOException {
    try (RawMysql client = signedIn()) {
      client.command(Command.STMT_PREPARE, "SELECT octet_length(encode(?)) > 0");
      byte[] prepared = client.read();
      for (int i = 0; i < 4; i++) {
        client.read();
      }
      byte[] ahead = new byte[1 << 20];
      Arrays.fill(ahead, (byte) 'a');
      ahead[0] = Command.STMT_SEND_LONG_DATA;
      System.arraycopy(prepared, 1, ahead, 1, 4);
      ahead[5] = 0;
      ahead[6] = 0;
      int left = bytes;
      while (left > 0) {
        int part = Math.min(left, ahead.length - 7);
        client.packet(0, Arrays.copyOf(ahead, part + 7));
        left -= part;
      }
      byte[] execute = new byte[14];
      execute[0] = Command.STMT_EXECUTE;
      System.arraycopy(prepared, 1, execute, 1, 4);
      execute[11] = 1;
      execute[12] = (byte) FieldType.VAR_STRING;
      client.packet(0, execute);
      return RawMysql.error(client.read());
    }
  }
}
