package io.fairlead.connector.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.OptionRules;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against doubles over TLS that check the token.
class GitHostTypeTest {
  private static final String CANARY = "canary-4f7a19";

  private final Authority authority = new Authority("Test authority");
  private final Workbench workbench =
      new Workbench(
          GitHost.ALL.stream()
              .map(host -> new GitHostType(host, Reveal.create()))
              .toArray(GitHostType[]::new));

  private HttpPeer peer(HttpPeer.Behaviour behaviour) throws Exception {
    return HttpPeer.startTls(authority.issue("localhost"), behaviour);
  }

  private Connection at(HttpPeer peer, String type, String path, String secret, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "api_url",
                "https://localhost:" + peer.port() + path,
                "credential",
                workbench.secretOf(secret),
                "ssl_certificate_authority",
                authority.pem()));
    options.addAll(List.of(more));
    return workbench.connection(type, options.toArray());
  }

  private String steps(Connection connection) {
    Probe probe = workbench.probe(connection);
    assertFalse(probe.toString().contains(CANARY), probe.toString());
    return Workbench.read(probe).replaceAll("port [0-9]+", "port P");
  }

  private static List<String> lines(HttpPeer peer) {
    return peer.asked().stream().map(HttpPeer.Asked::line).toList();
  }

  private static String basic(String both) {
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          github       | /api/v3 | acme    | /api/v3            | /api/v3/orgs/acme
          gitlab       | /api/v4 | a/b     | /api/v4/version    | /api/v4/groups/a%2Fb?with_projects=false
          bitbucket    | /2.0    | acme    | /2.0/user          | /2.0/workspaces/acme
          azure-devops | ''      | acme    | /acme/_apis/connectionData | \
          /acme/_apis/projects?api-version=7.1&$top=1
          """)
  void signsInAndReadsTheOrganization(
      String type, String path, String organization, String first, String second)
      throws Exception {
    String authorization =
        type.equals("azure-devops") ? basic(":" + CANARY) : "Bearer " + CANARY;
    try (HttpPeer peer = peer(new TokenedHost(authorization, Map.of(first, "{}", second, "{}")))) {
      String word =
          Map.of("gitlab", "group", "bitbucket", "workspace").getOrDefault(type, "organization");
      assertEquals(
          "resolve: 127.0.0.1\nconnect: 127.0.0.1 port P\nTLS: TLSv1.3\nsign in: \nread "
              + word
              + ": \n",
          steps(at(peer, type, path, CANARY, "organization", organization)));
      assertEquals(
          List.of("GET " + first + " HTTP/1.1", "GET " + second + " HTTP/1.1"), lines(peer));
      StepFailed wrong =
          workbench.failure(at(peer, type, path, CANARY + "x", "organization", organization));
      assertEquals("the server refuses the token", wrong.cause());
      assertTrue(wrong.isCredentialRefused());
    }
  }

  @Test
  void theInitialAddressIsTheHostsOwn() {
    for (GitHost host : GitHost.ALL) {
      Problems problems = new Problems();
      GitHostConfig config =
          new GitHostType(host, Reveal.create())
              .configure(Workbench.options("organization", "acme"), problems);
      assertTrue(problems.isEmpty());
      assertEquals(host.apiUrl(), config.address().toString());
    }
  }

  @Test
  void withoutAnOrganizationTheTokenAloneIsTried() throws Exception {
    try (HttpPeer peer = peer(new TokenedHost("Bearer " + CANARY, Map.of("/", "{}")))) {
      assertTrue(steps(at(peer, "github", "", CANARY)).endsWith("TLS: TLSv1.3\nsign in: \n"));
      assertEquals(List.of("GET / HTTP/1.1"), lines(peer));
      assertEquals(
          "2022-11-28",
          peer.asked().getFirst().header("X-GitHub-Api-Version").orElseThrow());
    }
  }

  @Test
  void aLoginWithAUserIsThatUsersPassword() throws Exception {
    String login = "{\"username\": \"ann\", \"token\": \"" + CANARY + "\"}";
    HttpPeer.Behaviour host = new TokenedHost(basic("ann:" + CANARY), Map.of("/user", "{}"));
    try (HttpPeer peer = peer(host)) {
      assertTrue(workbench.probe(at(peer, "bitbucket", "", login)).passed());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | 403 | read organization: FAILED the token may not read organization "acme"
          {} | 404 | read organization: FAILED organization "acme" does not exist, or the token may \
          not see it
          {} | []  | read organization: FAILED the server does not answer as GitHub does
          {} | 500 | read organization: FAILED the server answers with status 500
          403 | {} | read organization: \

          404 | {} | sign in: FAILED the server is not GitHub: it does not know the API
          429 | {} | sign in: FAILED the server wants fewer requests
          203 | {} | sign in: FAILED the server refuses the token
          """)
  void whatTheHostSays(String first, String second, String last) throws Exception {
    HttpPeer.Behaviour host =
        new TokenedHost("Bearer " + CANARY, Map.of("/", first, "/orgs/acme", second));
    try (HttpPeer peer = peer(host)) {
      String text = steps(at(peer, "github", "", CANARY, "organization", "acme"));
      assertEquals(last.strip(), text.lines().toList().getLast().strip());
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (HttpPeer elsewhere = peer(HttpPeer.json(200, "{}"));
        HttpPeer peer =
            peer(HttpPeer.redirect(302, "https://localhost:" + elsewhere.port() + "/"))) {
      String text = steps(at(peer, "github", "", CANARY));
      assertTrue(text.contains("sign in: FAILED the server redirects"), text);
      assertEquals(List.of(), elsewhere.asked());
    }
  }

  @Test
  void anUnknownServerGetsNoToken() throws Exception {
    try (HttpPeer peer = peer(HttpPeer.json(200, "{}"))) {
      Connection connection =
          workbench.connection(
              "github",
              "api_url",
              "https://localhost:" + peer.port(),
              "credential",
              workbench.secretOf(CANARY));
      assertTrue(steps(connection).contains("TLS: FAILED "));
      assertEquals(List.of(), peer.asked());
    }
  }

  @Test
  void aTokenThatWouldBeginAnotherHeader() throws Exception {
    try (HttpPeer peer = peer(HttpPeer.json(200, "{}"))) {
      String text = steps(at(peer, "github", "", CANARY + "\r\nHost: elsewhere"));
      assertTrue(
          text.endsWith("sign in: FAILED the credential holds characters that no token can have\n"),
          text);
      assertEquals(List.of(), peer.asked());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          api_url      | http://git.example  | \
          invalid API URL: it must begin with https://, since a token is sent to it
          api_url      | https://git.example?x | \
          invalid API URL: it must have neither a query nor a fragment
          organization | ../user | \
          invalid ORGANIZATION: it must be of letters, digits, hyphens, dots and underscores
          organization | acme?x=1 | \
          invalid ORGANIZATION: it must be of letters, digits, hyphens, dots and underscores
          organization | a/../b | \
          invalid ORGANIZATION: it must be of letters, digits, hyphens, dots and underscores
          """)
  void whatIsWrongIsSaid(String key, String value, String expected) {
    Problems problems = new Problems();
    new GitHostType(GitHost.GITHUB, Reveal.create())
        .configure(Workbench.options(key, value), problems);
    assertEquals(List.of(expected), problems.all().stream().map(Problem::message).toList());
  }

  @Test
  void aTokenIsNeeded() {
    Problems problems = new Problems();
    GitHostType type = new GitHostType(GitHost.AZURE_DEVOPS, Reveal.create());
    OptionRules.check(type, Options.NONE, problems);
    assertEquals(
        List.of("CREDENTIAL option is required", "ORGANIZATION option is required"),
        problems.all().stream().map(Problem::message).toList());
  }
}
