package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one client may cost the HTTP port: at each bound, and one beyond.
@Timeout(120)
class HttpLimitsTest {
  private static final Duration MORE = Duration.ofSeconds(1);
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
  private static final String ADMIN =
      "Host: localhost\r\nAuthorization: "
          + HttpCaller.basic("admin", RunningServer.PASSWORD)
          + "\r\n";

  @TempDir Path folder = Path.of("");
  private final Deque<Socket> sockets = new ArrayDeque<>();
  private RunningServer server;
  private HttpCaller caller;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.in(folder);
    caller = new HttpCaller(server);
  }

  @AfterEach
  void stop() throws IOException {
    while (!sockets.isEmpty()) {
      sockets.pop().close();
    }
    server.close();
  }

  @Test
  void afterSoManyWrongPasswordsARoleWaitsOverEveryProtocol() throws SQLException {
    for (int i = 0; i < Limits.SIGN_IN_FAILURES; i++) {
      assertEquals(401, signIn("wrong").statusCode());
    }
    HttpResponse<String> paused = signIn(RunningServer.PASSWORD);
    assertEquals(429, paused.statusCode());
    assertEquals("1", paused.headers().firstValue("Retry-After").orElse(""));
    assertEquals("53300", sqlState(RunningServer.PASSWORD));
    server.passTime(Limits.SIGN_IN_PAUSE);
    assertEquals(200, signIn(RunningServer.PASSWORD).statusCode());
    assertEquals("", sqlState(RunningServer.PASSWORD));
  }

  @Test
  void wrongPasswordsOverPostgresCountToo() throws SQLException {
    for (int i = 0; i < Limits.SIGN_IN_FAILURES - 1; i++) {
      assertEquals("28P01", sqlState("wrong"));
    }
    assertEquals(200, signIn(RunningServer.PASSWORD).statusCode());
    for (int i = 0; i < Limits.SIGN_IN_FAILURES; i++) {
      assertEquals("28P01", sqlState("wrong"));
    }
    assertEquals(429, signIn(RunningServer.PASSWORD).statusCode());
    assertEquals(401, caller.as(HttpCaller.basic("other", "x"), "GET", "/tokens", "").statusCode());
  }

  private HttpResponse<String> signIn(String password) {
    return caller.as(HttpCaller.basic("admin", password), "GET", "/connections", "");
  }

  /// Empty when it works.
  private String sqlState(String password) throws SQLException {
    try (var connection = server.connect("admin", password)) {
      return connection.isValid(10) ? "" : "invalid";
    } catch (SQLException refused) {
      return String.valueOf(refused.getSQLState());
    }
  }

  @Test
  void aHeadHasUntilTheDeadlineHoweverItTrickles() throws IOException {
    Socket quick = open();
    send(quick, LIVE);
    server.passTime(Limits.HTTP_IDLE.minus(Duration.ofSeconds(10)));
    send(quick, "\r\n");
    assertTrue(read(quick).startsWith("HTTP/1.1 200"));

    Socket slow = open();
    send(slow, LIVE);
    assertClosedWhile(slow, Limits.HTTP_IDLE);
  }

  @Test
  void aBodyHasUntilTheDeadlineHoweverItTrickles() throws IOException {
    String head = "POST /sql HTTP/1.1\r\n" + ADMIN + "Content-Type: application/json\r\n";
    Socket quick = open();
    send(quick, head + "Expect: 100-continue\r\nContent-Length: 20\r\n\r\n");
    assertTrue(read(quick).startsWith("HTTP/1.1 100")); // The body is being read.
    server.passTime(Limits.HALF_MESSAGE.minus(Duration.ofSeconds(10)));
    send(quick, "{\"sql\": \"SELECT 1\" }");
    assertTrue(read(quick).startsWith("HTTP/1.1 200"));

    Socket slow = open();
    send(slow, head + "Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    assertTrue(read(slow).startsWith("HTTP/1.1 100"));
    send(slow, "{");
    assertClosedWhile(slow, Limits.HALF_MESSAGE);
  }

  @Test
  void aBodyThatNobodyNeedsDoesNotStandBeforeTheNextRequest() throws IOException {
    Socket socket = open();
    send(socket, LIVE + "Content-Length: 2\r\n\r\n");
    assertFalse(hasAnswer(socket), "answered before the body had come");
    send(socket, "{}");
    String first = read(socket);
    assertTrue(first.startsWith("HTTP/1.1 200"), first);
    assertFalse(first.contains("Connection: close"), first);
    send(socket, LIVE + "\r\n");
    assertTrue(read(socket).startsWith("HTTP/1.1 200"));
  }

  @Test
  void aBodyThatIsNotReadEndsTheConnectionAndTheAnswerSaysSo() throws IOException {
    Socket stranger = open();
    String expecting = "Expect: 100-continue\r\nContent-Length: 20\r\n\r\n";
    send(stranger, "POST /sql HTTP/1.1\r\nHost: localhost\r\n" + expecting);
    String unasked = read(stranger);
    assertTrue(unasked.startsWith("HTTP/1.1 401"), unasked);
    assertTrue(unasked.contains("Connection: close"), unasked);

    Socket large = open();
    send(
        large,
        LIVE + "Content-Length: " + 2L * Limits.REQUEST_BODY + "\r\n\r\n"
            + "x".repeat(Limits.REQUEST_BODY + 1));
    String cut = read(large);
    assertTrue(cut.startsWith("HTTP/1.1 200"), cut);
    assertTrue(cut.contains("Connection: close"), cut);
  }

  @Test
  void anAnswerThatNobodyReadsIsGivenUp() throws IOException {
    Socket deaf = new Socket();
    sockets.push(deaf);
    deaf.setReceiveBufferSize(1024);
    deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("http")));
    String body =
        "{\"sql\":\"SELECT repeat('x', 2000) FROM range(" + Limits.HTTP_ROWS + ")\"}";
    send(
        deaf,
        "POST /sql HTTP/1.1\r\n" + ADMIN + "Content-Type: application/json\r\nContent-Length: "
            + body.length() + "\r\n\r\n" + body);
    int first = deaf.getInputStream().read();
    assertEquals('H', first);
    server.passTime(Limits.HTTP_ANSWER.plus(MORE));
    deaf.setSoTimeout(60_000);
    long got = 1;
    try {
      got += deaf.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException reset) {
      // Closed with bytes that were never sent.
    }
    assertTrue(got < 2000L * Limits.HTTP_ROWS, "all of it came");
  }

  @Test
  void soManyStreamsOfEventsAndNotOneMore() throws IOException {
    String events = "GET /events HTTP/1.1\r\n" + ADMIN + "\r\n";
    for (int i = 0; i < Limits.EVENT_STREAMS; i++) {
      Socket socket = open();
      send(socket, events);
      assertTrue(read(socket).startsWith("HTTP/1.1 200"), "stream " + i);
    }
    Socket more = open();
    send(more, events);
    assertTrue(read(more).startsWith("HTTP/1.1 503"));
  }

  @Test
  void aStreamEndsWithTheTokenThatBeganIt() throws IOException {
    String made =
        caller
            .call("POST", "/tokens", "{\"name\":\"t\",\"permissions\":[\"connections:read\"]}")
            .body();
    String token = made.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    Socket stream = open();
    send(
        stream,
        "GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    assertTrue(read(stream).startsWith("HTTP/1.1 200"));
    assertEquals(204, caller.call("DELETE", "/tokens/t", "").statusCode());
    caller.call("POST", "/vault/entries", "{\"name\":\"unseen\",\"secret\":\"s\"}");
    stream.setSoTimeout(60_000);
    StringBuilder rest = new StringBuilder();
    String chunk = read(stream);
    while (!chunk.isEmpty() && !rest.toString().endsWith("0\r\n\r\n")) {
      rest.append(chunk);
      chunk = rest.toString().endsWith("0\r\n\r\n") ? "" : read(stream);
    }
    assertFalse(rest.toString().contains("unseen"), rest.toString());
  }

  @Test
  void aHeadHasItsBytesAndNotOneMore() throws IOException {
    int least = (LIVE + "X: \r\n\r\n").length();
    // Jetty counts the bytes of the head by its buffer; 
    int room = Limits.HTTP_HEAD_BYTES - least;
    assertEquals(200, padded(room - 1));
    assertEquals(431, padded(room + 1));
    assertEquals(414, line(Limits.HTTP_HEAD_BYTES + 1));
  }

  private int padded(int length) throws IOException {
    Socket socket = open();
    send(socket, LIVE + "X: " + "x".repeat(length) + "\r\n\r\n");
    return status(read(socket));
  }

  private int line(int length) throws IOException {
    Socket socket = open();
    send(socket, "GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return status(read(socket));
  }

  private static int status(String head) {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  @Test
  void noAnswerSaysWhatTheServerIsMadeOf() throws IOException {
    for (String request :
        new String[] {LIVE + "\r\n", "GET / HTTP/1.1\r\n\r\n", "NONSENSE\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"}) {
      Socket socket = open();
      send(socket, request);
      String answer = read(socket);
      assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("jetty"), answer);
      assertFalse(answer.contains("Server:"), answer);
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port("http"));
    socket.setSoTimeout(60_000);
    sockets.push(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Whether one comes within a moment. A server that answers late passes for one that waits.
  private static boolean hasAnswer(Socket socket) throws IOException {
    socket.setSoTimeout(200);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException none) {
      return false;
    } finally {
      socket.setSoTimeout(60_000);
    }
  }

  /// What comes next; empty at the end.
  private static String read(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    int count = socket.getInputStream().read(buffer);
    return count < 0 ? "" : new String(buffer, 0, count, StandardCharsets.UTF_8);
  }

  /// A byte at a time keeps it awake for ever; only a deadline for the whole ends it.
  private void assertClosedWhile(Socket trickling, Duration limit) throws IOException {
    trickling.setSoTimeout(100);
    while (true) {
      server.passTime(limit.plus(MORE));
      try {
        send(trickling, "x");
        assertEquals(-1, trickling.getInputStream().read());
        return;
      } catch (SocketTimeoutException open) {
        // The server has not looked yet.
      } catch (SocketException reset) {
        return; // Closed with input that nobody read.
      }
    }
  }
}
