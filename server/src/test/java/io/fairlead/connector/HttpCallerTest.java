package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client for HTTP, against servers that answer as they should and as they should not.
class HttpCallerTest {
  private static final Dialer EGRESS = new EgressDialer(new EgressPolicy(true, true));

  private final Workbench workbench = new Workbench();

  private HttpResponse call(String url, Tls tls, HttpRequest request, Duration patience)
      throws StepFailed {
    return call(url, tls, request, patience, EGRESS);
  }

  private HttpResponse call(
      String url, Tls tls, HttpRequest request, Duration patience, Dialer dialer)
      throws StepFailed {
    HttpAddress address = HttpAddress.read(url, _ -> {}).orElseThrow();
    Deadline deadline = Deadline.after(patience, System::nanoTime);
    try (Attempt attempt =
        new Attempt(
            workbench.connection("any"),
            workbench,
            dialer,
            deadline,
            System::nanoTime)) {
      HttpCaller caller =
          new HttpCaller(address, Optional.empty(), tls, attempt, Reveal.create());
      return attempt.step("call", () -> caller.call(request));
    }
  }

  private HttpResponse get(HttpPeer peer) throws StepFailed {
    return call(
        "http://127.0.0.1:" + peer.port(),
        Tls.verified(),
        HttpRequest.get("/"),
        Workbench.PATIENCE);
  }

  private String cause(HttpPeer.Behaviour behaviour) throws IOException {
    try (HttpPeer peer = HttpPeer.start(behaviour)) {
      return assertThrows(StepFailed.class, () -> get(peer)).cause();
    }
  }

  private static HttpPeer.Behaviour bytes(String answer) {
    return (_, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRequestArrivesAsItWasMade() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(201, "{\"made\": [1, 2]}"))) {
      HttpResponse response =
          call(
              "http://127.0.0.1:" + peer.port() + "/api",
              Tls.verified(),
              HttpRequest.post("/api/things?of=mine", "text/plain", "wörd").with("X-Key", "k"),
              Workbench.PATIENCE);
      assertEquals(201, response.status());
      assertEquals("application/json", response.headers().get("content-type"));
      assertEquals(2, response.json().path("made").size());
      HttpPeer.Asked asked = peer.asked().getFirst();
      assertEquals("POST /api/things?of=mine HTTP/1.1", asked.line());
      assertEquals("wörd", asked.body());
      assertEquals(
          "{Connection=close, Content-Length=5, Content-Type=text/plain, Host=127.0.0.1:"
              + peer.port()
              + ", User-Agent=fairlead, X-Key=k}",
          new TreeMap<>(asked.headers()).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\n\r\n{}",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}more",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
      })
  void bodiesOfAllForms(String answer) throws Exception {
    try (HttpPeer peer = HttpPeer.start(bytes(answer))) {
      assertEquals("{}", new String(get(peer).body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void noBody() throws Exception {
    try (HttpPeer peer = HttpPeer.start(bytes("HTTP/1.1 204 No Content\r\n\r\n"))) {
      HttpResponse response = get(peer);
      assertEquals(0, response.body().length);
      assertTrue(response.json().isMissingNode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_10.0\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 two hundred\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"
      })
  void peersThatSpeakSomethingElse(String answer) throws Exception {
    assertEquals("the peer does not speak HTTP", cause(bytes(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"
      })
  void answersThatEndTooSoon(String answer) throws Exception {
    assertEquals("the connection was closed or broken", cause(bytes(answer)));
  }

  @Test
  void aPeerThatHangsUp() throws Exception {
    assertEquals("the server closed the connection without an answer", cause(bytes("")));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
  void redirectsAreNotFollowed(int status) throws Exception {
    try (HttpPeer metadata = HttpPeer.start(HttpPeer.json(200, "{}"))) {
      HttpPeer.Behaviour elsewhere =
          HttpPeer.redirect(status, "http://127.0.0.1:" + metadata.port() + "/latest/meta-data");
      assertEquals(
          "the server redirects to another address (status " + status + ")", cause(elsewhere));
      assertTrue(metadata.asked().isEmpty());
    }
  }

  private static String withHeaders(int count) {
    return "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(count) + "\r\n";
  }

  private static String withLine(int length) {
    return "HTTP/1.1 200 OK\r\nX: " + "y".repeat(length - 3) + "\r\n\r\n";
  }

  @Test
  void headersHaveALimit() throws Exception {
    try (HttpPeer peer = HttpPeer.start(bytes(withHeaders(Limits.HTTP_HEADERS)))) {
      assertEquals(200, get(peer).status());
    }
    String tooMuch = "the headers of the answer are too many or too long";
    assertEquals(tooMuch, cause(bytes(withHeaders(Limits.HTTP_HEADERS + 1))));
    assertEquals(tooMuch, cause(HttpPeer::endlessHeaders));
    try (HttpPeer peer = HttpPeer.start(bytes(withLine(Limits.HTTP_LINE)))) {
      assertEquals(200, get(peer).status());
    }
    assertEquals(tooMuch, cause(bytes(withLine(Limits.HTTP_LINE + 1))));
  }

  @Test
  void bodiesHaveALimit() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(200, "x".repeat(Limits.HTTP_BODY)))) {
      assertEquals(Limits.HTTP_BODY, get(peer).body().length);
    }
    String tooMuch = "the answer is larger than 4194304 bytes";
    assertEquals(tooMuch, cause(HttpPeer.json(200, "x".repeat(Limits.HTTP_BODY + 1))));
    assertEquals(tooMuch, cause(HttpPeer::endlessBody));
  }

  @Test
  void jsonHasALimit() {
    for (int depth : new int[] {Limits.HTTP_JSON_NESTING, Limits.HTTP_JSON_NESTING + 1}) {
      byte[] nested =
          ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
      assertEquals(
          depth <= Limits.HTTP_JSON_NESTING,
          new HttpResponse(200, new TreeMap<>(), nested).json().isArray());
    }
  }

  @Test
  void aPeerThatHangs() throws Exception {
    try (RoguePeer peer = RoguePeer.start(RoguePeer.Behaviour.SILENT)) {
      StepFailed failed =
          assertThrows(
              StepFailed.class,
              () ->
                  call(
                      "http://127.0.0.1:" + peer.port(),
                      Tls.verified(),
                      HttpRequest.get("/"),
                      Duration.ofMillis(300)));
      assertEquals("no answer in time", failed.cause());
    }
  }

  private static Tls trusting(Authority authority) {
    return new Tls(
        Tls.Verify.HOST,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
  }

  private String tlsCause(HttpPeer peer, Tls tls) {
    return assertThrows(
            StepFailed.class,
            () ->
                call(
                    "https://127.0.0.1:" + peer.port(),
                    tls,
                    HttpRequest.get("/"),
                    Workbench.PATIENCE))
        .cause();
  }

  @Test
  void theServersCertificateCounts() throws Exception {
    Authority authority = new Authority("ours");
    try (HttpPeer peer =
        HttpPeer.startTls(authority.issue("127.0.0.1"), HttpPeer.json(200, "[]"))) {
      HttpResponse response =
          call(
              "https://127.0.0.1:" + peer.port(),
              trusting(authority),
              HttpRequest.get("/"),
              Workbench.PATIENCE);
      assertEquals(200, response.status());
      String unknown =
          "the server's certificate is not signed by a known authority, or is not valid now";
      assertEquals(unknown, tlsCause(peer, Tls.verified()));
      assertEquals(unknown, tlsCause(peer, trusting(new Authority("theirs"))));
      assertEquals(1, peer.asked().size());
    }
    try (HttpPeer peer =
        HttpPeer.startTls(authority.issue("elsewhere.test"), HttpPeer.json(200, "[]"))) {
      assertEquals(
          "the server's certificate is for another host", tlsCause(peer, trusting(authority)));
      assertTrue(peer.asked().isEmpty());
    }
  }

  @Test
  void whatEndsALineCannotBeSent() {
    HttpRequest request = HttpRequest.get("/");
    assertThrows(IllegalArgumentException.class, () -> request.with("X", "a\r\nY: b"));
    assertThrows(IllegalArgumentException.class, () -> HttpRequest.get("/a b"));
    assertThrows(IllegalArgumentException.class, () -> HttpRequest.get("http://elsewhere/"));
  }

  @Test
  void textsOfRequestsAndResponsesHoldNoSecrets() {
    HttpRequest request =
        HttpRequest.post("/t", "text/plain", "canary").with("Authorization", "Bearer canary");
    assertFalse(request.toString().contains("canary"));
    byte[] body = "canary".getBytes(StandardCharsets.UTF_8);
    assertFalse(new HttpResponse(200, new TreeMap<>(), body).toString().contains("canary"));
  }

  /// Its sockets have enough long before an attempt has: in tiny records TLS needs many bytes for
  /// few of a body, and the bound of an attempt would take as many records as there are bytes.
  private static final class SatedDialer implements Dialer {
    @Override
    public List<InetAddress> resolve(String host, Deadline deadline) throws StepFailed {
      return EGRESS.resolve(host, deadline);
    }

    @Override
    public Socket connect(InetAddress address, int port, Deadline deadline) throws StepFailed {
      try {
        return new BoundedSocket(EGRESS.connect(address, port, deadline), deadline, 64 << 10);
      } catch (IOException failure) {
        throw Causes.of(failure, deadline);
      }
    }

    @Override
    public void checkBeyondTunnel(String host) throws StepFailed {
      EGRESS.checkBeyondTunnel(host);
    }
  }

  @Test
  void anEndlessBodyInTinyTlsRecordsIsTooMuchAndNoLostCertificate() throws Exception {
    Authority authority = new Authority("ours");
    try (HttpPeer peer =
        HttpPeer.startTls(authority.issue("127.0.0.1"), HttpPeer::endlessTinyWrites)) {
      StepFailed failed =
          assertThrows(
              StepFailed.class,
              () ->
                  call(
                      "https://127.0.0.1:" + peer.port(),
                      trusting(authority),
                      HttpRequest.get("/"),
                      Workbench.PATIENCE,
                      new SatedDialer()));
      assertEquals("the peer sent more than 16777216 bytes", failed.cause());
    }
  }
}
