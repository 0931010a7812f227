package io.fairlead.connector.restapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against doubles, over TLS where a key is sent.
class RestApiTypeTest {
  private static final String CANARY = "canary 8+e/2=c6";
  private static final String ENCODED = "canary+8%2Be%2F2%3Dc6";

  private final Authority authority = new Authority("Test authority");
  private final RestApiType type = new RestApiType(Reveal.create());
  private final Workbench workbench = new Workbench(type);

  /// Lets in whom `isRight` takes for the right one; what it says to others repeats what they sent.
  private record KeyedApi(Predicate<HttpPeer.Asked> isRight) implements HttpPeer.Behaviour {
    @Override
    public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
      boolean right = isRight.test(asked);
      HttpPeer.write(out, right ? 200 : 401, "{\"asked\": \"" + asked + "\"}");
    }
  }

  private HttpPeer peer(HttpPeer.Behaviour behaviour) throws Exception {
    return HttpPeer.startTls(authority.issue("localhost"), behaviour);
  }

  private Connection api(HttpPeer peer, String secret, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "base_url",
                "https://localhost:" + peer.port() + "/v1",
                "endpoint",
                "/ping",
                "ssl_certificate_authority",
                authority.pem()));
    if (!secret.isEmpty()) {
      options.addAll(List.of("credential", workbench.secretOf(secret)));
    }
    options.addAll(List.of(more));
    return workbench.connection("rest-api", options.toArray());
  }

  private String last(Connection connection) {
    Probe probe = workbench.probe(connection);
    assertFalse(probe.toString().contains("canary"), probe.toString());
    return Workbench.read(probe).lines().toList().getLast();
  }

  @Test
  void withoutASignIn() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(200, "{}"))) {
      Connection open =
          workbench.connection("rest-api", "base_url", "http://127.0.0.1:" + peer.port());
      assertEquals("call: status 200", last(open));
      assertEquals("GET / HTTP/1.1", peer.asked().getFirst().line());
      assertTrue(peer.asked().getFirst().header("Authorization").isEmpty());
    }
  }

  private void assertKeyed(Predicate<HttpPeer.Asked> isRight, Object... options) throws Exception {
    try (HttpPeer peer = peer(new KeyedApi(isRight))) {
      assertEquals("call: status 200", last(api(peer, CANARY, options)));
      StepFailed wrong = workbench.failure(api(peer, "not-" + CANARY, options));
      assertEquals("the server refuses the credential", wrong.cause());
      assertTrue(wrong.isCredentialRefused());
    }
  }

  private static Predicate<HttpPeer.Asked> has(String header, String value) {
    return asked -> asked.header(header).orElse("").equals(value);
  }

  @Test
  void eachWayToSendTheKey() throws Exception {
    assertKeyed(has("Authorization", "Bearer " + CANARY), "auth_mode", "bearer");
    assertKeyed(
        has("X-API-Key", CANARY), "auth_mode", "api_key_header", "auth_header_name", "X-API-Key");
    assertKeyed(
        asked -> asked.line().equals("GET /v1/ping?key=" + ENCODED + " HTTP/1.1"),
        "auth_mode",
        "api_key_query",
        "auth_query_name",
        "key");
    assertKeyed(
        asked -> asked.line().equals("GET /v1/ping?page=2&key=" + ENCODED + " HTTP/1.1"),
        "auth_mode",
        "api_key_query",
        "auth_query_name",
        "key",
        "endpoint",
        "ping?page=2");
    String both =
        Base64.getEncoder().encodeToString(("ann:" + CANARY).getBytes(StandardCharsets.UTF_8));
    assertKeyed(has("Authorization", "Basic " + both), "auth_mode", "basic", "user", "ann");
  }

  @Test
  void withoutAKeyA401IsNoRefusedCredential() throws Exception {
    try (HttpPeer peer = peer(HttpPeer.json(401, "{}"))) {
      StepFailed wanted = workbench.failure(api(peer, ""));
      assertEquals("the server wants a sign-in", wanted.cause());
      assertFalse(wanted.isCredentialRefused());
      assertEquals("call: status 401", last(api(peer, "", "expected_status", "200..299, 401")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST"})
  void methods(String method) throws Exception {
    HttpPeer.Behaviour behaviour =
        (_, out) ->
            out.write(
                "HTTP/1.1 204 So\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (HttpPeer peer = peer(behaviour)) {
      assertEquals("call: status 204", last(api(peer, "", "method", method)));
      assertEquals(method + " /v1/ping HTTP/1.1", peer.asked().getFirst().line());
    }
  }

  @Test
  void anotherStatusThanExpected() throws Exception {
    try (HttpPeer peer = peer(HttpPeer.json(503, "{}"))) {
      assertEquals(
          "call: FAILED the server answers with status 503, and not with 200..299",
          last(api(peer, "")));
      assertEquals(
          "call: FAILED the server answers with status 503, and not with 200, 404..410",
          last(api(peer, "", "expected_status", "200,404-410")));
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (HttpPeer elsewhere = peer(HttpPeer.json(200, "{}"));
        HttpPeer peer =
            peer(HttpPeer.redirect(307, "https://localhost:" + elsewhere.port() + "/"))) {
      String text = last(api(peer, CANARY, "auth_mode", "bearer"));
      assertTrue(text.startsWith("call: FAILED the server redirects"), text);
      assertEquals(List.of(), elsewhere.asked());
    }
  }

  @Test
  void aKeyThatWouldBeginAnotherHeader() throws Exception {
    try (HttpPeer peer = peer(HttpPeer.json(200, "{}"))) {
      assertEquals(
          "call: FAILED the credential is empty or holds characters that no key can have",
          last(api(peer, "canary\r\nHost: elsewhere", "auth_mode", "bearer")));
      assertEquals(List.of(), peer.asked());
    }
  }

  private List<String> problems(Options options) {
    Problems problems = new Problems();
    var _ = type.configure(options, problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  private static final Options ADDRESS = Workbench.options("base_url", "https://api.example");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "hOST",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Cookie",
        "TE",
        "Upgrade",
        "Proxy-Authorization",
        "Sec-Fetch-Site",
        "X-Forwarded-For"
      })
  void headersThatNoUserMayFill(String name) {
    Options options =
        ADDRESS
            .with("auth_mode", new OptionValue.Text("api_key_header"))
            .with("auth_header_name", new OptionValue.Text(name))
            .with("credential", workbench.secretOf("x"));
    assertEquals(
        List.of("invalid AUTH HEADER NAME: this header is the server's own to set"),
        problems(options));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          method          | DELETE   | invalid METHOD: it must be GET, HEAD or POST
          endpoint        | /a/../b  | invalid ENDPOINT: it must be a path, perhaps with a query, \
          encoded as it shall be sent
          endpoint        | /a b     | invalid ENDPOINT: it must be a path, perhaps with a query, \
          encoded as it shall be sent
          endpoint        | /a#b     | invalid ENDPOINT: it must be a path, perhaps with a query, \
          encoded as it shall be sent
          expected_status | 100      | invalid EXPECTED STATUS: it must be statuses from 200 to 599, \
          such as 200..299
          expected_status | 299..200 | invalid EXPECTED STATUS: it must be statuses from 200 to 599, \
          such as 200..299
          rate_limit_rps  | 0.0      | invalid RATE LIMIT RPS: it must be a number above 0, such as 0.5
          rate_limit_rps  | fast     | invalid RATE LIMIT RPS: it must be a number above 0, such as 0.5
          base_path       | ../etc   | invalid BASE PATH: it must be the path of a folder inside of the \
          zone
          base_path       | /etc     | invalid BASE PATH: it must be the path of a folder inside of the \
          zone
          auth_mode       | digest   | invalid AUTH MODE: there is no such mode
          """)
  void whatIsWrongIsSaid(String key, String value, String expected) {
    Options options =
        ADDRESS.with(key, new OptionValue.Text(value)).with("credential", workbench.secretOf("x"));
    assertEquals(List.of(expected), problems(options));
  }

  @Test
  void whatBelongsTogether() {
    assertEquals(
        List.of("an AUTH MODE other than none requires a CREDENTIAL"),
        problems(ADDRESS.with("auth_mode", new OptionValue.Text("bearer"))));
    Options keyed = ADDRESS.with("credential", workbench.secretOf("x"));
    assertEquals(
        List.of("AUTH MODE api_key_header requires AUTH HEADER NAME"),
        problems(keyed.with("auth_mode", new OptionValue.Text("api_key_header"))));
    assertEquals(
        List.of("AUTH MODE api_key_query requires AUTH QUERY NAME"),
        problems(keyed.with("auth_mode", new OptionValue.Text("api_key_query"))));
    assertEquals(
        List.of("invalid BASE URL: it must begin with https://, since a credential is sent to it"),
        problems(
            keyed
                .with("auth_mode", new OptionValue.Text("bearer"))
                .with("base_url", new OptionValue.Text("http://api.example"))));
    assertEquals(
        List.of(),
        problems(
            keyed
                .with("rate_limit_rps", new OptionValue.Text("0.5"))
                .with("storage_zone", new OptionValue.Text("raw"))
                .with("base_path", new OptionValue.Text("api/shop"))));
  }
}
