package io.fairlead.connector.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against catalogs of a few lines that behave well and badly.
class IcebergCatalogTypeTest {
  private static final String CANARY = "canary-c4/0 9d";
  private static final String FORM =
      "grant_type=client_credentials&client_id=app&client_secret=canary-c4%2F0%209d&scope=catalog";
  private static final String CONFIG =
      "{\"defaults\": {\"prefix\": \"wrong\"}, \"overrides\": {\"prefix\": \"p%2F1\"}}";

  private final Authority authority = new Authority("ours");
  private final IcebergCatalogType type = new IcebergCatalogType(Reveal.create());
  private final Workbench workbench = new Workbench(type, new StampingSigner());

  private HttpPeer catalog(String form, String config) throws IOException {
    return HttpPeer.startTls(authority.issue("127.0.0.1"), new RestCatalog(form, config));
  }

  private Connection rest(HttpPeer peer, Object credential) {
    return workbench.connection(
        "iceberg-catalog",
        "catalog_type",
        "REST",
        "url",
        "https://127.0.0.1:" + peer.port() + "/api/",
        "warehouse",
        "lake house",
        "credential",
        credential,
        "ssl_certificate_authority",
        authority.pem());
  }

  private String probe(Connection connection) {
    Probe probe = workbench.probe(connection);
    for (String secret : List.of(CANARY, "canary-c4%2F0%209d", RestCatalog.TOKEN)) {
      assertFalse(probe.toString().contains(secret), probe.toString());
    }
    return Workbench.read(probe).replaceAll("port [0-9]+", "port P");
  }

  private String last(Connection connection) {
    return probe(connection).lines().toList().getLast();
  }

  @Test
  void aCatalogThatGivesTokensToTheRightCredential() throws Exception {
    try (HttpPeer peer = catalog(FORM, CONFIG)) {
      assertEquals(
          """
          resolve: 127.0.0.1
          connect: 127.0.0.1 port P
          TLS: TLSv1.3
          sign in:\s
          configuration:\s
          list namespaces: 2 namespaces
          """,
          probe(rest(peer, workbench.secretOf("app:" + CANARY))));
      assertEquals(
          List.of(
              "POST /api/v1/oauth/tokens HTTP/1.1",
              "GET /api/v1/config?warehouse=lake%20house HTTP/1.1",
              "GET /api/v1/p%2F1/namespaces HTTP/1.1"),
          peer.asked().stream().map(HttpPeer.Asked::line).toList());
      assertEquals("list namespaces: 2 namespaces", last(rest(peer, "app:" + CANARY)));
      String refused = "sign in: FAILED the catalog refuses the credential";
      assertEquals(refused, last(rest(peer, workbench.secretOf("other:" + CANARY))));
      assertEquals(refused, last(rest(peer, "app:not-" + CANARY)));
      assertTrue(workbench.failure(rest(peer, "app:not-" + CANARY)).isCredentialRefused());
      assertEquals(
          "sign in: FAILED the secret of CREDENTIAL is not of the form id:secret",
          last(rest(peer, workbench.secretOf(CANARY))));
    }
  }

  @Test
  void aScope() throws Exception {
    String form = FORM.replace("scope=catalog", "scope=PRINCIPAL_ROLE%3AALL");
    try (HttpPeer peer =
        HttpPeer.start(new RestCatalog(form, "{\"defaults\": {\"prefix\": \"p%2F1\"}}"))) {
      assertEquals(
          "list namespaces: 2 namespaces",
          last(
              workbench.connection(
                  "iceberg-catalog",
                  "catalog_type",
                  "rest",
                  "url",
                  "http://127.0.0.1:" + peer.port() + "/api",
                  "warehouse",
                  "lake house",
                  "credential",
                  "app:" + CANARY,
                  "scope",
                  "PRINCIPAL_ROLE:ALL")));
    }
  }

  /// The token would go along with the next request.
  @Test
  void aCatalogThatNamesAnotherAddress() throws Exception {
    try (HttpPeer elsewhere = HttpPeer.start(HttpPeer.json(200, "{\"namespaces\": []}"));
        HttpPeer peer =
            catalog(
                FORM,
                "{\"overrides\": {\"prefix\": \"p%2F1\", \"uri\": \"http://127.0.0.1:"
                    + elsewhere.port()
                    + "\"}}")) {
      assertEquals("list namespaces: 2 namespaces", last(rest(peer, "app:" + CANARY)));
      assertTrue(elsewhere.asked().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../admin", "a/../../admin", "..", "a b", "a?b", "a#b", "a\\r\\nX: y"})
  void aCatalogWhosePrefixIsNoPath(String prefix) throws Exception {
    try (HttpPeer peer = catalog(FORM, "{\"overrides\": {\"prefix\": \"" + prefix + "\"}}")) {
      assertEquals(
          "configuration: FAILED the catalog's configuration gives a prefix that is no path",
          last(rest(peer, "app:" + CANARY)));
    }
  }

  @Test
  void aCatalogThatRedirects() throws Exception {
    try (HttpPeer elsewhere = HttpPeer.start(HttpPeer.json(200, "{\"access_token\": \"x\"}"));
        HttpPeer peer =
            HttpPeer.startTls(authority.issue("127.0.0.1"),
                HttpPeer.redirect(302, "http://127.0.0.1:" + elsewhere.port()))) {
      assertEquals(
          "sign in: FAILED the server redirects to another address (status 302)",
          last(rest(peer, "app:" + CANARY)));
      assertTrue(elsewhere.asked().isEmpty());
    }
  }

  private String answer(int status, String body) throws IOException {
    try (HttpPeer peer =
        HttpPeer.startTls(authority.issue("127.0.0.1"), HttpPeer.json(status, body))) {
      return last(rest(peer, "app:" + CANARY));
    }
  }

  @Test
  void answersThatAreNone() throws Exception {
    assertEquals("sign in: FAILED the catalog gives no token", answer(200, "{}"));
    assertEquals(
        "sign in: FAILED the catalog gives no token",
        answer(200, "{\"access_token\": \"a\\r\\nX: y\"}"));
    assertEquals(
        "sign in: FAILED the catalog gives no tokens at this URL", answer(404, "not here"));
    assertEquals("sign in: FAILED the catalog answers with status 503", answer(503, CANARY));
    assertEquals(
        "configuration: FAILED the server does not answer as an Iceberg catalog",
        laterAnswer("[]"));
    assertEquals(
        "list namespaces: FAILED the catalog does not know what is asked for (status 404)",
        laterAnswer("{}"));
  }

  private String laterAnswer(String config) throws IOException {
    try (HttpPeer peer = catalog(FORM, config)) {
      return last(rest(peer, "app:" + CANARY));
    }
  }

  private Connection s3Tables(HttpPeer peer, Connection signer) {
    return workbench.connection(
        "iceberg-catalog",
        "catalog_type",
        "S3TablesRest",
        "url",
        "http://127.0.0.1:" + peer.port() + "/iceberg",
        "warehouse",
        "arn:aws:s3tables:us-east-1:1:bucket/b",
        "aws_connection",
        Workbench.use(signer));
  }

  @Test
  void s3TablesAreAskedWithSignatures() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(200, "{\"namespaces\": []}"))) {
      Connection signer = workbench.connection("aws", "stamp", "ink");
      assertEquals(
          """
          signer NAME: get ready:\s
          resolve: 127.0.0.1
          connect: 127.0.0.1 port P
          configuration:\s
          list namespaces: 0 namespaces
          """,
          probe(s3Tables(peer, signer)).replace(signer.name().object(), "NAME"));
      String address = "http://127.0.0.1:" + peer.port() + "/iceberg";
      assertEquals(
          List.of(
              "ink s3tables "
                  + address
                  + " /iceberg/v1/config?warehouse=arn%3Aaws%3As3tables%3Aus-east-1%3A1%3Abucket%2Fb",
              "ink s3tables " + address + " /iceberg/v1/namespaces"),
          peer.asked().stream().map(asked -> asked.header("X-Stamp").orElse("")).toList());
    }
  }

  @Test
  void aConnectionThatSignsNothing() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(200, "{}"))) {
      assertEquals(
          "prepare: FAILED a connection of type \"iceberg-catalog\" cannot sign requests\n",
          probe(s3Tables(peer, rest(peer, "a:b"))));
    }
  }

  private List<String> problems(Object... options) {
    Problems problems = new Problems();
    type.configure(Workbench.options(options), problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void rules() {
    OptionValue aws = new OptionValue.ConnectionUse(new ObjectId(1));
    String url = "https://catalog.example.com/api";
    assertEquals(
        List.of(
            "invalid CONNECTION: ICEBERG connections must specify CATALOG TYPE",
            "invalid CONNECTION: must specify URL"),
        problems());
    assertEquals(
        List.of("invalid iceberg catalog type"), problems("catalog_type", "hive", "url", url));
    assertEquals(
        List.of("parsing Iceberg catalog url: it must not name a user or a password"),
        problems("catalog_type", "rest", "url", "https://a:b@c", "credential", "a:b"));
    assertEquals(
        List.of("invalid CONNECTION: ICEBERG rest connections require a CREDENTIAL"),
        problems("catalog_type", "Rest", "url", url, "aws_connection", aws));
    assertEquals(
        List.of("invalid CREDENTIAL: it must be of the form id:secret"),
        problems("catalog_type", "rest", "url", url, "credential", "abc"));
    assertEquals(
        List.of(
            "invalid CONNECTION: must specify URL",
            "invalid CONNECTION: ICEBERG s3tablesrest connections must specify WAREHOUSE",
            "invalid CONNECTION: ICEBERG s3tablesrest connections require an AWS connection"),
        problems("catalog_type", "s3tablesrest", "credential", "a:b"));
    assertEquals(
        List.of(),
        problems(
            "catalog_type", "S3TABLESREST", "url", url, "warehouse", "w", "aws_connection", aws));
  }
}
