package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The control plane over its real port.
@Timeout(120)
class ControlPlaneTest {
  private static final String SHOP =
      """
      {"name":"shop","connection_type":"postgres","options":\
      {"host":"h","database":"d","user":"u","password":{"secret":"s"}}}""";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void healthIsForEverybodyAndTheRestIsNot() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      assertEquals("ready\n", bare(server, "GET", "/health/ready", "").body());
      assertEquals("live\n", bare(server, "GET", "/health/live", "").body());
      HttpResponse<String> refused = bare(server, "GET", "/connections", "");
      assertEquals(401, refused.statusCode());
      assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic"));
      String wrong = basic("admin", "wrong");
      assertEquals(401, bare(server, "GET", "/connections", "", "Authorization", wrong).statusCode());
      String nobody = basic("nobody", RunningServer.PASSWORD);
      assertEquals(
          401, bare(server, "GET", "/connections", "", "Authorization", nobody).statusCode());
    }
  }

  @Test
  void aConnectionIsMadeChangedAndDropped() throws Exception {
    try (RunningServer server = withShop()) {
      HttpResponse<String> found = call(server, "GET", "/connections/public.shop", "");
      assertEquals(200, found.statusCode());
      assertEquals("\"1\"", found.headers().firstValue("ETag").orElse(""));
      assertTrue(found.body().contains("\"password\":{\"secret\":"), found.body());
      assertFalse(found.body().contains("hidden-value"), found.body());

      assertEquals(409, call(server, "POST", "/connections", SHOP).statusCode());
      HttpResponse<String> merged =
          call(server, "PATCH", "/connections/shop", "{\"options\":{\"host\":\"h2\"}}");
      assertEquals(200, merged.statusCode(), merged.body());
      assertTrue(merged.body().contains("\"database\":\"d\""), merged.body());
      assertEquals("\"2\"", merged.headers().firstValue("ETag").orElse(""));

      assertEquals(200, call(server, "GET", "/connections/shop/history", "").statusCode());
      assertEquals(200, call(server, "GET", "/connections/shop/dependants", "").statusCode());
      assertEquals(204, call(server, "DELETE", "/connections/shop", "").statusCode());
      assertEquals(404, call(server, "GET", "/connections/shop", "").statusCode());
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      HttpResponse<String> refused =
          call(
              server,
              "POST",
              "/connections",
              """
              {"name":"d","connection_type":"postgres","options":{"hots":"h","colour":"red"}}""");
      assertEquals(
          "application/problem+json", refused.headers().firstValue("Content-Type").orElse(""));
      assertTrue(refused.statusCode() >= 400 && refused.statusCode() < 500, refused.body());
      assertTrue(refused.body().contains("HOTS"), refused.body());
      assertTrue(refused.body().contains("COLOUR"), refused.body());
    }
  }

  @Test
  void ofTwoWritersWhoSawTheSameVersionOneIsRefused() throws Exception {
    try (RunningServer server = withShop();
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int version = 1; version <= 10; version++) {
        String tag = "\"" + version + "\"";
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Integer>> statuses = writers.invokeAll(
            List.of(writer(server, together, tag, "a" + version),
                writer(server, together, tag, "b" + version)));
        assertEquals(
            List.of(200, 412),
            List.of(statuses.get(0).get(), statuses.get(1).get()).stream().sorted().toList());
      }
    }
  }

  private Callable<Integer> writer(
      RunningServer server, CyclicBarrier together, String tag, String host) {
    return () -> {
      together.await();
      String body = "{\"options\":{\"host\":\"" + host + "\"}}";
      return call(server, "PATCH", "/connections/shop", body, "If-Match", tag).statusCode();
    };
  }

  @Test
  void aTokenDoesWhatItPermitsUntilItIsRevoked() throws Exception {
    try (RunningServer server = withShop()) {
      HttpResponse<String> made =
          call(
              server,
              "POST",
              "/tokens",
              "{\"name\":\"reader\",\"permissions\":[\"connections:read\"]}");
      assertEquals(201, made.statusCode(), made.body());
      String bearer = "Bearer " + made.body().replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1");
      String[] signed = {"Authorization", bearer};
      assertEquals(200, bare(server, "GET", "/connections/shop", "", signed).statusCode());
      assertEquals(403, bare(server, "DELETE", "/connections/shop", "", signed).statusCode());
      assertEquals(403, bare(server, "GET", "/vault/entries", "", signed).statusCode());
      assertEquals(403, bare(server, "POST", "/connections/shop/resolve", "", signed).statusCode());
      assertEquals(403, bare(server, "GET", "/tokens", "", signed).statusCode());
      assertEquals(
          401,
          bare(server, "GET", "/connections", "", "Authorization", bearer + "x").statusCode());
      assertEquals(204, call(server, "DELETE", "/tokens/reader", "").statusCode());
      assertEquals(401, bare(server, "GET", "/connections", "", signed).statusCode());
    }
  }

  @Test
  void whatApplicationsAreToldAndRefusedIsInTheAudit() throws Exception {
    try (RunningServer server = withShop()) {
      String resolve = "/connections/shop/resolve";
      assertEquals(200, call(server, "POST", resolve, "").statusCode());
      assertEquals(200, call(server, "POST", resolve, "").statusCode());
      sql(server, "CREATE ROLE app WITH LOGIN PASSWORD 'app-pw'");
      String[] app = {"Authorization", basic("app", "app-pw")};
      assertEquals(403, bare(server, "POST", resolve, "", app).statusCode());
      sql(server, "GRANT USAGE ON CONNECTION shop TO app");
      HttpResponse<String> told = bare(server, "POST", resolve, "", app);
      assertEquals(200, told.statusCode());
      assertTrue(told.body().contains("hidden-value"), told.body());
      sql(server, "REVOKE USAGE ON CONNECTION shop FROM app");
      assertEquals(403, bare(server, "POST", resolve, "", app).statusCode());
      String token = sql(server, "CREATE TOKEN reader PERMISSIONS ('connections:read')");
      String bearer = "Bearer " + token.replaceFirst("(?s).*\"(fl_[^\"]+)\".*", "$1");
      assertEquals(403, bare(server, "POST", resolve, "", "Authorization", bearer).statusCode());
    }
    try (RunningServer server = RunningServer.in(folder)) {
      String audit =
          sql(
              server,
              "SELECT event_type || ' ' || \\\"user\\\" AS row, details FROM mz_audit_events"
                  + " WHERE event_type IN ('resolve', 'refused') ORDER BY id");
      assertEquals(2, audit.split("resolve admin|resolve app", -1).length - 1, audit);
      assertTrue(audit.contains("\\\"times\\\":2"), audit);
      assertTrue(audit.contains("\\\"secrets\\\":[{\\\"id\\\":\\\"u"), audit);
      assertEquals(2, audit.split("refused app", -1).length - 1, audit);
      assertEquals(3, audit.split("RESOLVE CONNECTION", -1).length - 1, audit);
      assertFalse(audit.contains("hidden-value"), audit);
    }
  }

  /// @param text as it stands in JSON
  private String sql(RunningServer server, String text) throws Exception {
    HttpResponse<String> answer = call(server, "POST", "/sql", "{\"sql\":\"" + text + "\"}");
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  @Test
  void bodiesAreBoundedInSizeDepthAndType() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      String sql = "{\"sql\":\"SELECT 1 AS a\"}";
      String most = sql + " ".repeat(Limits.REQUEST_BODY - sql.length());
      assertEquals(200, call(server, "POST", "/sql", most).statusCode());
      assertEquals(413, call(server, "POST", "/sql", most + " ").statusCode());
      // The outer object is a level too. At the bound the field is refused, beyond it the text.
      assertTrue(call(server, "POST", "/sql", nested(Limits.HTTP_JSON_NESTING)).body()
          .contains("unknown field"));
      assertTrue(call(server, "POST", "/sql", nested(Limits.HTTP_JSON_NESTING + 1)).body()
          .contains("nests deeper"));
      assertEquals(
          415,
          bare(server, "POST", "/sql", sql, "Authorization", admin(), "Content-Type", "text/plain")
              .statusCode());
      assertEquals(405, call(server, "PUT", "/connections", sql).statusCode());
    }
  }

  @Test
  void listsAndResultsAreBounded() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      String list = "/connections?limit=";
      assertEquals(200, call(server, "GET", list + Limits.HTTP_LIST, "").statusCode());
      assertEquals(400, call(server, "GET", list + (Limits.HTTP_LIST + 1), "").statusCode());
      assertEquals(200, rows(server, Limits.HTTP_ROWS).statusCode());
      assertEquals(413, rows(server, Limits.HTTP_ROWS + 1).statusCode());
    }
  }

  @Test
  void overlapsHaveTheBoundsOfTheStatement() throws Exception {
    try (RunningServer server = withShop()) {
      int most = (int) Limits.LONGEST_OVERLAP.toSeconds();
      assertTrue(overlapping(server, most, Limits.OVERLAP_PROOFS).contains("replaces none"));
      assertTrue(overlapping(server, most + 1, 1).contains("overlap_seconds"));
      assertTrue(overlapping(server, 0, 1).contains("overlap_seconds"));
      assertTrue(overlapping(server, 1, Limits.OVERLAP_PROOFS + 1).contains("overlap_proofs"));
    }
  }

  private String overlapping(RunningServer server, int seconds, int proofs) throws Exception {
    String body =
        "{\"description\":\"x\",\"overlap_seconds\":%d,\"overlap_proofs\":%d}"
            .formatted(seconds, proofs);
    HttpResponse<String> answer = call(server, "PATCH", "/connections/shop", body);
    assertEquals(400, answer.statusCode());
    return answer.body();
  }

  private HttpResponse<String> rows(RunningServer server, int count) throws Exception {
    return call(server, "POST", "/sql", "{\"sql\":\"SELECT * FROM range(" + count + ")\"}");
  }

  private static String nested(int levels) {
    return "{\"x\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  @Test
  void otherHostsAndOriginsAreNotAnswered() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      assertTrue(raw(server, "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n").contains(" 421 "));
      String mine = "Host: 127.0.0.1:" + server.port("http") + "\r\n";
      assertTrue(
          raw(server, "POST /sql HTTP/1.1\r\n" + mine + "Origin: http://evil.example\r\n")
              .contains(" 421 "));
      String giant = "X: " + "x".repeat(64 << 10) + "\r\n";
      assertTrue(raw(server, "GET /health/live HTTP/1.1\r\n" + mine + giant).contains(" 431 "));
      assertTrue(raw(server, "GET /health/live HTTP/1.1\r\n" + mine).contains(" 200 "));
    }
  }

  @Test
  void eventsGoOnWhereTheClientWasAfterARestart() throws Exception {
    String first;
    try (RunningServer server = withShop()) {
      first = event(server, "?after=0", "fairlead.public.shop");
      call(server, "PATCH", "/connections/shop", "{\"options\":{\"host\":\"h2\"}}");
    }
    try (RunningServer server = RunningServer.in(folder)) {
      String last = first.replaceFirst("(?s).*\"sequence\":([0-9]+).*", "$1");
      String next = event(server, "?after=" + last, "fairlead.public.shop");
      assertTrue(next.contains("\"change\":\"alter\""), next);
      assertEquals(410, call(server, "GET", "/events?after=999999", "").statusCode());
    }
  }

  private String event(RunningServer server, String from, String name) throws Exception {
    HttpResponse<java.io.InputStream> stream =
        client.send(request(server, "GET", "/events" + from, "", "Authorization", admin()),
            BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !(line.startsWith("data:") && line.contains("\"" + name + "\"")
          && line.contains("\"kind\":\"connection\""))) {
        line = lines.readLine();
      }
      return String.valueOf(line);
    }
  }

  private RunningServer withShop() throws Exception {
    RunningServer server = RunningServer.in(folder);
    String secret = "{\"sql\":\"CREATE SECRET s AS 'hidden-value'\"}";
    assertEquals(200, call(server, "POST", "/sql", secret).statusCode());
    HttpResponse<String> made = call(server, "POST", "/connections", SHOP);
    assertEquals(201, made.statusCode(), made.body());
    return server;
  }

  private HttpResponse<String> call(
      RunningServer server, String method, String path, String body, String... more)
      throws Exception {
    String[] headers = new String[more.length + 4];
    headers[0] = "Authorization";
    headers[1] = admin();
    headers[2] = "Content-Type";
    headers[3] = "application/json";
    System.arraycopy(more, 0, headers, 4, more.length);
    return bare(server, method, path, body, headers);
  }

  private HttpResponse<String> bare(
      RunningServer server, String method, String path, String body, String... headers)
      throws Exception {
    return client.send(request(server, method, path, body, headers), BodyHandlers.ofString());
  }

  private static HttpRequest request(
      RunningServer server, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port("http") + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private static String raw(RunningServer server, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port("http"))) {
      socket.getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(lines.readLine());
    }
  }

  private static String admin() {
    return basic("admin", RunningServer.PASSWORD);
  }

  private static String basic(String role, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((role + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
