package io.fairlead.wire.mysql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that stop in the middle of something. Each wait has a deadline, on a clock that the test
/// moves; nothing is owed to a client that is merely idle.
@Timeout(120)
class SlowClientsTest {
  private static final Duration MORE = Duration.ofSeconds(1);

  @TempDir Path folder = Path.of("");
  private RunningServer server;

  /// One client signs in with its password, so that others may prove that they know it.
  @BeforeEach
  void start() throws IOException, SQLException {
    server = RunningServer.in(folder);
    String url = "jdbc:mariadb://127.0.0.1:" + server.port("mysql") + "/public?sslMode=trust";
    try (Connection connection =
        DriverManager.getConnection(url, "admin", RunningServer.PASSWORD)) {
      connection.isValid(10);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawMysql connected() throws IOException {
    return new RawMysql(server.port("mysql"));
  }

  private RawMysql signedIn() throws IOException {
    RawMysql client = connected();
    assertEquals(0, client.signIn("admin", RunningServer.PASSWORD)[0]);
    return client;
  }

  private static boolean isClosed(RawMysql client) throws IOException {
    try {
      return client.read().length == 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void ping(RawMysql client) throws IOException {
    client.command(Command.PING, "");
    assertArrayEquals(new byte[] {0, 0, 0}, Arrays.copyOf(client.read(), 3));
  }

  @Test
  void aSignInThatNeverEnds() throws IOException {
    byte[] whole = RawMysql.response("nobody", new byte[32], "caching_sha2_password");
    try (RawMysql silent = connected();
        RawMysql half = connected();
        RawMysql withoutPassword = connected();
        RawMysql tls = connected();
        RawMysql idle = signedIn()) {
      for (RawMysql client : new RawMysql[] {silent, half, withoutPassword, tls}) {
        client.read();
      }
      half.raw((byte) whole.length, (byte) 0, (byte) 0, (byte) 1, whole[0]);
      withoutPassword.packet(1, whole);
      assertEquals(4, withoutPassword.read()[1]);
      byte[] request = Arrays.copyOf(whole, 32);
      request[1] |= (byte) (Capabilities.SSL >> 8);
      tls.packet(1, request);

      server.passTime(Limits.SIGN_IN.plus(MORE));
      for (RawMysql client : new RawMysql[] {silent, half, withoutPassword, tls}) {
        assertTrue(isClosed(client));
      }
      ping(idle);
    }
  }

  @Test
  void aSignInJustInTime() throws IOException {
    try (RawMysql client = connected()) {
      byte[] greeting = client.read();
      server.passTime(Limits.SIGN_IN.minus(Duration.ofSeconds(5)));
      byte[] password = RunningServer.PASSWORD.getBytes(StandardCharsets.UTF_8);
      byte[] proof = Passwords.proof(password, RawMysql.nonce(greeting));
      client.packet(1, RawMysql.response("admin", proof, "caching_sha2_password"));
      assertEquals(3, client.read()[1]);
      assertEquals(0, client.read()[0]);
      server.passTime(Limits.SIGN_IN.plus(MORE));
      ping(client);
    }
  }

  @Test
  void halfAPacket() throws IOException {
    try (RawMysql idle = signedIn();
        RawMysql half = signedIn();
        RawMysql header = signedIn();
        RawMysql joined = signedIn()) {
      half.raw((byte) 100, (byte) 0, (byte) 0, (byte) 0, (byte) Command.QUERY, (byte) 'S');
      header.raw((byte) 1);
      byte[] part = new byte[PacketReader.LONGEST_PACKET];
      part[0] = Command.QUERY;
      joined.packet(0, part);
      // Whether the server has read these already is not seen from here, so time passes until it has.
      for (RawMysql client : new RawMysql[] {half, header, joined}) {
        AwaitedEnd end = new AwaitedEnd(client);
        while (!end.hasCome()) {
          server.passTime(Limits.HALF_MESSAGE.plus(MORE));
        }
      }
      ping(idle);
    }
  }

  /// Reads in a thread of its own, so that time can pass meanwhile.
  private static final class AwaitedEnd {
    private final Thread reader;
    private volatile boolean closed;

    AwaitedEnd(RawMysql client) {
      reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      closed = isClosed(client);
                    } catch (IOException failed) {
                      closed = false;
                    }
                  });
    }

    boolean hasCome() {
      try {
        if (!reader.join(Duration.ofMillis(20))) {
          return false;
        }
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      assertTrue(closed, "an answer came");
      return true;
    }
  }

  @Test
  void aPacketThatTricklesInTime() throws IOException {
    try (RawMysql client = signedIn()) {
      client.raw((byte) 9, (byte) 0, (byte) 0, (byte) 0, (byte) Command.QUERY);
      client.raw("SELECT".getBytes(StandardCharsets.UTF_8));
      server.passTime(Limits.HALF_MESSAGE.minus(Duration.ofSeconds(10)));
      client.raw(" 1".getBytes(StandardCharsets.UTF_8));
      assertEquals(1, client.read()[0]);
    }
  }

  /// More rows than the sockets' buffers hold.
  @Test
  void aClientThatDoesNotReadItsResult() throws IOException {
    try (RawMysql deaf = signedIn();
        RawMysql other = signedIn()) {
      deaf.command(Command.QUERY, "SELECT repeat('x', 1000) FROM range(50000) r(a)");
      while (threads(other) > 1) {
        server.passTime(Limits.WRITE.plus(MORE));
      }
      ping(other);
    }
  }

  private static int threads(RawMysql client) throws IOException {
    client.command(Command.STATISTICS, "");
    String told = new String(client.read(), StandardCharsets.UTF_8);
    return Integer.parseInt(told.substring(told.lastIndexOf(' ') + 1));
  }
}
