package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.wire.Incident;
import io.fairlead.wire.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no proper client sends, each limit at n and n + 1, while another session goes on.
class BadInputTest {
  private static final TlsIdentity IDENTITY = TestIdentity.create();
  private static final int VERSION = 3 << 16;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSSENC_REQUEST = 80877104;

  private RunningServer server;
  private RawClient other;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.withTls(IDENTITY);
    other = RawClient.signedIn(server.port());
  }

  @AfterEach
  void otherSessionIsUnharmed() throws IOException {
    other.query("SELECT 1");
    assertEquals("TDCZ", other.typesUntilReady());
    other.close();
    server.close();
  }

  private static void expectFatal(RawClient client, String sqlState) throws IOException {
    RawClient.Message message = client.read();
    assertEquals('E', message.type());
    assertEquals("FATAL", message.field('S'));
    assertEquals(sqlState, message.field('C'));
    assertEquals(0, client.read().type());
  }

  @ParameterizedTest
  @CsvSource({"0,08P01", "-1,08P01", "7,08P01", "1073741824,54000", "2147483647,54000"})
  void lengthsBeforeSignIn(int length, String sqlState) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.sendRaw(RawClient.body().int32(length).toBytes());
      expectFatal(client, sqlState);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,08P01", "3,08P01", "-1,08P01", "1073741824,54000"})
  void lengthsAfterSignIn(int length, String sqlState) throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.sendRaw(RawClient.body().int8('Q').int32(length).toBytes());
      expectFatal(client, sqlState);
    }
  }

  @Test
  void largestMessageBeforeSignIn() throws IOException {
    int settings = "user\0ann\0database\0fairlead\0a\0\0\0".length();
    int room = Limits.MESSAGE_BEFORE_SIGN_IN - 8 - settings;
    for (int more = 0; more <= 1; more++) {
      try (RawClient client = new RawClient(server.port())) {
        client.startup(
            VERSION, "user", "ann", "database", "fairlead", "a", "x".repeat(room + more));
        if (more == 0) {
          assertEquals('R', client.read().type());
        } else {
          expectFatal(client, "54000");
        }
      }
    }
  }

  @Test
  void largestMessageAfterSignIn() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.query("SELECT" + " ".repeat(Limits.MESSAGE_AFTER_SIGN_IN - 5 - 6));
      assertEquals("CZ", client.typesUntilReady());
      client.sendRaw(RawClient.body().int8('Q').int32(Limits.MESSAGE_AFTER_SIGN_IN + 1).toBytes());
      expectFatal(client, "54000");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {'!', '0', 0, 255, 'q'})
  void unknownMessageType(int type) throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.sendRaw((byte) type, (byte) 0, (byte) 0, (byte) 0, (byte) 4);
      expectFatal(client, "08P01");
    }
  }

  @Test
  void anotherProtocol() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      expectFatal(client, "54000");
    }
    try (RawClient client = new RawClient(server.port())) {
      client.startup(2 << 16, "user", "ann");
      expectFatal(client, "0A000");
    }
  }

  @Test
  void aMessageThatEndsTooEarlyIsRefusedAndTheSessionGoesOn() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.send('Q', RawClient.body().text("SELECT 1"));
      assertEquals("EZ", client.typesUntilReady());
      client.send('B', RawClient.body().cstring("").int16(-1));
      client.send('P', RawClient.body().cstring("skipped").cstring("SELECT 1").int16(0));
      client.sync();
      assertEquals("EZ", client.typesUntilReady());
      client.send('E', RawClient.body().cstring("").int32(0).int8(7));
      client.sync();
      assertEquals("EZ", client.typesUntilReady());
      client.query("SELECT 1");
      assertEquals("TDCZ", client.typesUntilReady());
    }
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.send('Q', RawClient.body().int8(0xc3).int8(0x28).int8(0));
      RawClient.Message error = client.read();
      assertEquals("22021", error.field('C'));
      assertEquals("Z", client.typesUntilReady());
    }
  }

  @Test
  void aClientThatNeverFinishesSignInIsClosed() throws IOException {
    try (RawClient silent = new RawClient(server.port());
        RawClient half = new RawClient(server.port());
        RawClient started = new RawClient(server.port());
        RawClient tls = new RawClient(server.port())) {
      half.sendRaw(RawClient.body().int32(100).int16(3).toBytes());
      started.startup(VERSION, "user", "ann", "database", "fairlead");
      assertEquals('R', started.read().type());
      tls.untyped(RawClient.body().int32(SSL_REQUEST).toBytes());
      assertEquals('S', tls.readByte());
      server.passTime(Limits.SIGN_IN);
      assertEquals(-1, silent.readByte());
      assertEquals(-1, half.readByte());
      assertEquals(-1, started.readByte());
      assertEquals(-1, tls.readByte());
    }
  }

  @Test
  void halfAMessageHasADeadlineAndAnIdleClientHasNone() throws IOException {
    try (RawClient idle = RawClient.signedIn(server.port());
        RawClient half = RawClient.signedIn(server.port())) {
      half.sendRaw(RawClient.body().int8('Q').int32(100).text("SELECT").toBytes());
      // The server must have read the half: what it answers to others tells that it is at work,
      // so time is moved until the socket closes.
      while (half.isOpen()) {
        server.passTime(Limits.HALF_MESSAGE);
      }
      idle.query("SELECT 1");
      assertEquals("TDCZ", idle.typesUntilReady());
    }
  }

  @Test
  void aClientThatDoesNotReadIsClosed() throws IOException, InterruptedException {
    try (RawClient deaf = RawClient.signedIn(server.port())) {
      ScriptedSession session = server.signIn.lastSession();
      deaf.query("GENERATE 100000000");
      // While time jumps nobody else may be in the middle of a message: it would be late as well.
      while (!session.isClosed()) {
        server.passTime(Limits.WRITE.plus(Duration.ofSeconds(1)));
        Thread.sleep(1);
      }
      other.query("SELECT 1");
      assertEquals("TDCZ", other.typesUntilReady());
    }
  }

  @Test
  void clearBytesBehindARequestForTlsAreRefused() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.sendRaw(RawClient.body().int32(8).int32(SSL_REQUEST).int8('Q').int32(4).toBytes());
      expectFatal(client, "08P01");
    }
  }

  @Test
  void encryptionIsAnsweredOnceEach() throws IOException {
    try (RunningServer plain = RunningServer.plain();
        RawClient client = new RawClient(plain.port())) {
      client.untyped(RawClient.body().int32(GSSENC_REQUEST).toBytes());
      assertEquals('N', client.readByte());
      client.untyped(RawClient.body().int32(SSL_REQUEST).toBytes());
      assertEquals('N', client.readByte());
      client.untyped(RawClient.body().int32(GSSENC_REQUEST).toBytes());
      expectFatal(client, "08P01");
    }
  }

  @Test
  void clientsOfOneAddressThatHaveNotSignedIn() throws IOException {
    List<RawClient> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.SIGNING_IN_PER_SOURCE; i++) {
        waiting.add(new RawClient(server.port()));
      }
      waiting.getLast().startup(VERSION, "user", "ann", "database", "fairlead");
      assertEquals('R', waiting.getLast().read().type());
      try (RawClient oneMore = new RawClient(server.port())) {
        expectFatal(oneMore, "53300");
      }
    } finally {
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void socketsThatAreOpen() throws IOException {
    try (RunningServer small = RunningServer.withRoomFor(3);
        RawClient first = RawClient.signedIn(small.port());
        RawClient second = RawClient.signedIn(small.port())) {
      try (RawClient third = RawClient.signedIn(small.port());
          RawClient fourth = new RawClient(small.port())) {
        expectFatal(fourth, "53300");
        third.query("SELECT 1");
        assertEquals("TDCZ", third.typesUntilReady());
      }
      first.query("SELECT 1");
      assertEquals("TDCZ", first.typesUntilReady());
      second.send('X', RawClient.body());
      assertEquals(0, second.read().type());
    }
  }

  @Test
  void noRoomForTheSession() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.signIn("full", ScriptedSignIn.PASSWORD);
      assertEquals('R', client.read().type());
      assertEquals('R', client.read().type());
      expectFatal(client, "53300");
    }
  }

  @Test
  void aRoleThatDoesNotExistLooksLikeAWrongPassword() throws IOException {
    for (String role : List.of("ann", "nobody")) {
      try (RawClient client = new RawClient(server.port())) {
        client.signIn(role, role.equals("ann") ? "wrong" : ScriptedSignIn.PASSWORD);
        RawClient.Message error = client.read();
        assertEquals("28P01", error.field('C'));
        assertEquals("password authentication failed for role \"" + role + "\"", error.field('M'));
        assertEquals(0, client.read().type());
      }
    }
  }

  @Test
  void newerMinorVersionsAndExtensionsAreNegotiated() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      client.startup(
          VERSION + 2, "user", "ann", "database", "fairlead", "_pq_.test", "on", "b", "c");
      RawClient.Message answer = client.read();
      assertEquals('v', answer.type());
      assertEquals(VERSION, answer.int32(0));
      assertEquals(1, answer.int32(4));
      assertEquals("_pq_.test\0", answer.text(8));
      assertEquals('R', client.read().type());
    }
  }

  @Test
  void preparedStatements() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      for (int i = 0; i < Limits.PREPARED_STATEMENTS; i++) {
        client.parse("s" + i, "SELECT 1");
      }
      client.parse("", "SELECT 1");
      client.sync();
      assertEquals("1".repeat(Limits.PREPARED_STATEMENTS + 1) + "Z", client.typesUntilReady());
      client.parse("s", "SELECT 1");
      client.sync();
      assertEquals("54000", client.read().field('C'));
      client.untilReady();
      client.parse("s0", "SELECT 1");
      client.sync();
      assertEquals("42P05", client.read().field('C'));
      client.untilReady();
      client.send('C', RawClient.body().int8('S').cstring("s0"));
      client.parse("s", "SELECT 1");
      client.sync();
      assertEquals("31Z", client.typesUntilReady());
    }
  }

  @Test
  void textOfAllPreparedStatements() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      String half = "SELECT" + " ".repeat(Limits.PREPARED_CHARACTERS / 2 - 6);
      client.parse("a", half);
      client.parse("b", half);
      client.sync();
      assertEquals("11Z", client.typesUntilReady());
      client.parse("c", "S");
      client.sync();
      assertEquals("54000", client.read().field('C'));
      client.untilReady();
      client.send('C', RawClient.body().int8('S').cstring("b"));
      client.parse("c", half);
      client.sync();
      assertEquals("31Z", client.typesUntilReady());
    }
  }

  @Test
  void portals() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.parse("", "SELECT 1");
      for (int i = 0; i < Limits.PORTALS; i++) {
        client.bind("p" + i, "");
      }
      client.bind("", "");
      client.execute("p99", 0);
      client.sync();
      assertEquals("1" + "2".repeat(Limits.PORTALS + 1) + "DCZ", client.typesUntilReady());
      // Outside of a block they ended at Sync.
      client.execute("p99", 0);
      client.sync();
      assertEquals("34000", client.read().field('C'));
      client.untilReady();
      client.parse("", "SELECT 1");
      for (int i = 0; i <= Limits.PORTALS; i++) {
        client.bind("p" + i, "");
      }
      client.sync();
      List<RawClient.Message> answers = client.untilReady();
      assertEquals(Limits.PORTALS + 3, answers.size());
      assertEquals("54000", answers.get(Limits.PORTALS + 1).field('C'));
    }
  }

  @Test
  void functionCallsAndCopyMessagesKeepTheProtocolInSync() throws IOException {
    try (RawClient client = RawClient.signedIn(server.port())) {
      client.send('F', RawClient.body().int32(1).int16(0).int16(0).int16(0));
      assertEquals("0A000", client.read().field('C'));
      assertEquals("Z", client.typesUntilReady());
      client.send('d', RawClient.body().text("data"));
      client.send('c', RawClient.body());
      client.send('f', RawClient.body().cstring("no"));
      client.query("SELECT 1");
      assertEquals("TDCZ", client.typesUntilReady());
    }
  }

  @Test
  void aBugInTheMiddleOfARowTakesBackTheHalfRow() throws IOException {
    try (LogCapture log = LogCapture.of(Incident.class);
        RawClient client = RawClient.signedIn(server.port())) {
      client.query("HALF");
      assertEquals("TDEZ", client.typesUntilReady());
      assertEquals(1, log.lines().size());
    }
  }

  @Test
  void aWrongKeyCancelsNothing() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.signIn("ann", ScriptedSignIn.PASSWORD);
      RawClient.Message key =
          client.untilReady().stream().filter(m -> m.type() == 'K').findFirst().orElseThrow();
      ScriptedSession session = server.signIn.lastSession();
      client.query("SLEEP");
      session.awaitSleep();
      cancel(key.int32(0), key.int32(4) + 1);
      cancel(key.int32(0) + 1, key.int32(4));
      assertTrue(session.isSleeping());
      cancel(key.int32(0), key.int32(4));
      assertEquals("57014", client.read().field('C'));
    }
  }

  /// Returns when the server has handled the request: it closes the socket.
  private void cancel(int process, int secret) throws IOException {
    try (RawClient canceller = new RawClient(server.port())) {
      canceller.untyped(RawClient.body().int32(80877102).int32(process).int32(secret).toBytes());
      assertEquals(-1, canceller.readByte());
    }
  }

  @Test
  void stopTellsIdleClientsAndCancelsRunningStatements() throws Exception {
    RunningServer stopping = RunningServer.plain();
    try (RawClient idle = RawClient.signedIn(stopping.port());
        RawClient busy = RawClient.signedIn(stopping.port());
        RawClient signingIn = new RawClient(stopping.port())) {
      busy.query("SLEEP");
      stopping.signIn.lastSession().awaitSleep();
      signingIn.startup(VERSION, "user", "ann", "database", "fairlead");
      assertEquals('R', signingIn.read().type());
      stopping.close();
      expectFatal(idle, "57P01");
      assertEquals("57014", busy.read().field('C'));
      assertEquals('Z', busy.read().type());
      expectFatal(busy, "57P01");
      assertEquals(-1, signingIn.readByte());
    }
  }
}
