package io.fairlead.connector.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsServerIdentity;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.SigningSts;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsTypeTest {
  private static final String USER = "arn:aws:iam::123456789012:user/app";
  private static final String SERVER = "arn:aws:iam::123456789012:user/fairlead";
  private static final String ROLE = "arn:aws:iam::999999999999:role/reader";

  private final Authority authority = new Authority("Test CA");
  private final SigningSts sts = new SigningSts();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Workbench workbench = new Workbench();
  private String endpoint = "";

  @BeforeEach
  void start() throws IOException {
    sts.know("AKIAAPP", "app-secret", "", USER);
    sts.know("ASIATEMP", "temp-secret", "temp-token", USER);
    sts.know("AKIASERVER", "server-secret", "", SERVER);
    endpoint = "https://127.0.0.1:" + serve(sts).port();
    workbench = workbench(InstantSource.system(), Optional.of(identity("server-secret")));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private HttpPeer serve(HttpPeer.Behaviour behaviour) throws IOException {
    HttpPeer peer = HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour);
    open.add(peer);
    return peer;
  }

  private static AwsServerIdentity identity(String secret) {
    return new AwsServerIdentity("AKIASERVER", SecretBytes.of(secret), Optional.empty());
  }

  private Workbench workbench(InstantSource clock, Optional<AwsServerIdentity> identity) {
    Tls tls =
        new Tls(
            Tls.Verify.HOST,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new TextOrSecret(new OptionValue.Text(authority.pem()))));
    return new Workbench(
        new AwsType(
            Reveal.create(),
            clock,
            new AwsRoles(Reveal.create(), clock, "env-1", identity, tls)));
  }

  private Connection keys(String id, String secret, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "endpoint",
                endpoint,
                "access_key_id",
                id,
                "secret_access_key",
                workbench.secretOf(secret)));
    options.addAll(List.of(more));
    return workbench.connection("aws", options.toArray());
  }

  private Connection role(Object... more) {
    List<Object> options = new ArrayList<>(List.of("endpoint", endpoint, "assume_role_arn", ROLE));
    options.addAll(List.of(more));
    return workbench.connection("aws", options.toArray());
  }

  private static String externalId(Connection connection) {
    return "mz_env-1_" + connection.id();
  }

  private String lastLine(Connection connection) {
    List<String> lines = Workbench.read(workbench.probe(connection)).lines().toList();
    return lines.getLast();
  }

  @Test
  void keysAreIdentified() {
    assertEquals(
        "resolve: 127.0.0.1\nconnect: 127.0.0.1 port "
            + endpoint.substring(endpoint.lastIndexOf(':') + 1)
            + "\nTLS: TLSv1.3\nidentity: "
            + USER
            + "\n",
        Workbench.read(workbench.probe(keys("AKIAAPP", "app-secret"))));
    assertEquals("us-east-1", sts.regionOf("AKIAAPP"));
  }

  @Test
  void theRegionIsTheOneThatIsSignedFor() {
    assertEquals(
        "identity: " + USER,
        lastLine(keys("AKIAAPP", "app-secret", "region", "eu-central-1")));
    assertEquals("eu-central-1", sts.regionOf("AKIAAPP"));
  }

  @Test
  void aSessionTokenGoesAlong() {
    assertEquals(
        "identity: " + USER,
        lastLine(keys("ASIATEMP", "temp-secret", "session_token", "temp-token")));
    assertEquals(
        "identity: " + USER,
        lastLine(
            keys("ASIATEMP", "temp-secret", "session_token", workbench.secretOf("temp-token"))));
    assertEquals(
        "identity: FAILED the access key is not known, or is not active",
        lastLine(keys("ASIATEMP", "temp-secret")));
  }

  @Test
  void whatIsWrongWithKeys() {
    assertEquals(
        "identity: FAILED the access key is not known, or is not active",
        lastLine(keys("AKIANOBODY", "app-secret")));
    assertEquals(
        "identity: FAILED the signature made with the access key is wrong",
        lastLine(keys("AKIAAPP", "another-secret")));
  }

  @Test
  void keysThatCannotStandInAHeaderAreSentNowhere() {
    for (String odd : List.of("AKIA\r\nHost: evil", "schlüssel", "two words", "")) {
      assertEquals(
          "keys: FAILED the id of the access key or the session token holds characters that none"
              + " can have\n",
          Workbench.read(
              workbench.probe(
                  keys("AKIAAPP", "app-secret", "session_token", workbench.secretOf(odd)))));
    }
  }

  @Test
  void aClockThatIsWrong() {
    Instant late = Instant.now().plus(Duration.ofHours(1));
    workbench = workbench(() -> late, Optional.empty());
    assertEquals(
        "identity: FAILED the signature made with the access key is wrong",
        lastLine(keys("AKIAAPP", "app-secret")));
  }

  @Test
  void aRoleIsAssumedWithTheExternalIdOfTheConnection() {
    Connection connection = role("assume_role_session_name", "nightly");
    sts.role(ROLE, SERVER, Optional.of(externalId(connection)));
    String text = Workbench.read(workbench.probe(connection));
    assertTrue(
        text.endsWith(
            "identity: arn:aws:sts::999999999999:assumed-role/reader/nightly\n"),
        text);
    assertTrue(text.contains("external id: required"), text);
  }

  @Test
  void aRoleThatNeedsNoExternalIdIsRefused() {
    Connection connection = role();
    sts.role(ROLE, SERVER, Optional.empty());
    Probe probe = workbench.probe(connection);
    Probe.Step failed = probe.failedStep().orElseThrow();
    assertEquals("external id", failed.name());
    assertEquals("role trust policy does not require an external ID", failed.failure());
    assertEquals(
        "Whoever may use this server could assume "
            + ROLE
            + ". Add the condition that sts:ExternalId is "
            + externalId(connection)
            + " to its trust policy.",
        failed.hint());
  }

  @Test
  void aRoleForAnotherConnectionOrAnotherServer() {
    Connection other = role();
    sts.role(ROLE, SERVER, Optional.of(externalId(other)));
    assertEquals(
        "assume role: FAILED the role may not be assumed with the server's own AWS keys",
        lastLine(role()));
    sts.role(ROLE, USER, Optional.of(externalId(other)));
    assertEquals(
        "assume role: FAILED the role may not be assumed with the server's own AWS keys",
        lastLine(other));
  }

  @Test
  void aServerWithoutAnIdentityAssumesNothing() {
    workbench = workbench(InstantSource.system(), Optional.empty());
    assertEquals(
        "own identity: FAILED this server has no AWS identity of its own with which it could assume"
            + " a role\n",
        Workbench.read(workbench.probe(role())));
  }

  @Test
  void aServerWhoseIdentityIsWrong() {
    workbench = workbench(InstantSource.system(), Optional.of(identity("outdated")));
    assertEquals(
        "assume role: FAILED the signature made with the server's own AWS keys is wrong",
        lastLine(role()));
  }

  @Test
  void peersThatAreNoSts() throws IOException {
    List<String> answers =
        List.of(
            "{}",
            "",
            "<Arn>",
            "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a><Arn>&e;</Arn></a>",
            "<!DOCTYPE a><a><Arn>arn:aws:iam::1:user/x</Arn></a>",
            "<a><Arn>not an arn</Arn></a>",
            "<a><Arn>" + "x".repeat(20_000) + "</Arn></a>");
    for (String answer : answers) {
      endpoint = "https://127.0.0.1:" + serve(HttpPeer.json(200, answer)).port();
      String line = lastLine(keys("AKIAAPP", "app-secret"));
      assertTrue(
          line.startsWith("identity: FAILED the peer is no AWS Security Token Service"), line);
    }
  }

  @Test
  void nothingOfThePeerOrOfASecretIsRepeated() {
    String told = workbench.probe(keys("AKIAAPP", "another-secret")).toString();
    assertFalse(told.contains("canary-of-the-peer"), told);
    assertFalse(told.contains("another-secret"), told);
  }

  @Test
  void anUnknownAuthority() throws IOException {
    HttpPeer stranger = HttpPeer.startTls(new Authority("Stranger").issue("127.0.0.1"), sts);
    open.add(stranger);
    endpoint = "https://127.0.0.1:" + stranger.port();
    assertEquals(
        "TLS: FAILED the server's certificate is not signed by a known authority, or is not valid"
            + " now",
        lastLine(keys("AKIAAPP", "app-secret")));
  }

  @Test
  void keysOrARole() {
    OptionValue secret = new OptionValue.SecretUse(new ObjectId(1));
    String half =
        "must specify both ACCESS KEY ID and SECRET ACCESS KEY with optional SESSION TOKEN";
    String halfRole = "must specify ASSUME ROLE ARN with optional ASSUME ROLE SESSION NAME";
    assertEquals(
        List.of("must specify either ASSUME ROLE ARN or ACCESS KEY ID and SECRET ACCESS KEY"),
        problems());
    assertEquals(List.of(half), problems("access_key_id", "a"));
    assertEquals(List.of(half), problems("secret_access_key", secret, "assume_role_arn", ROLE));
    assertEquals(List.of(half), problems("session_token", "t"));
    assertEquals(List.of(halfRole), problems("assume_role_session_name", "s"));
    assertEquals(
        List.of(half, halfRole), problems("access_key_id", "a", "assume_role_session_name", "s"));
    assertEquals(
        List.of("cannot specify both ACCESS KEY ID and ASSUME ROLE ARN"),
        problems("access_key_id", "a", "secret_access_key", secret, "assume_role_arn", ROLE));
    assertEquals(List.of(), problems("access_key_id", "a", "secret_access_key", secret));
    assertEquals(List.of(), problems("assume_role_arn", ROLE, "assume_role_session_name", "s"));
  }

  @Test
  void endpointsAndRegions() {
    assertEquals(List.of(), problems("assume_role_arn", ROLE, "endpoint", ""));
    assertEquals(
        List.of("invalid ENDPOINT: it must begin with https://"),
        problems("assume_role_arn", ROLE, "endpoint", "http://localhost:4566"));
    assertEquals(
        List.of("invalid REGION: it is not the name of a region of AWS"),
        problems("assume_role_arn", ROLE, "region", "evil.example/"));
    assertEquals("sts.amazonaws.com:443", sts("assume_role_arn", ROLE));
    assertEquals(
        "sts.eu-west-1.amazonaws.com:443", sts("assume_role_arn", ROLE, "region", "eu-west-1"));
    assertEquals(
        "sts.cn-north-1.amazonaws.com.cn:443",
        sts("assume_role_arn", ROLE, "region", "cn-north-1"));
    assertEquals(
        "minio:9000",
        sts("assume_role_arn", ROLE, "region", "eu-west-1", "endpoint", "https://minio:9000"));
  }

  private static String sts(Object... options) {
    return configured(new Problems(), options).sts().address().endpoint().toString();
  }

  private static List<String> problems(Object... options) {
    Problems problems = new Problems();
    configured(problems, options);
    return problems.all().stream().map(Problem::message).toList();
  }

  private static AwsConfig configured(Problems problems, Object... options) {
    AwsType type =
        new AwsType(
            Reveal.create(),
            InstantSource.system(),
            new AwsRoles(
                Reveal.create(),
                InstantSource.system(),
                "env-1",
                Optional.empty(),
                Tls.verified()));
    return type.configure(Workbench.options(options), problems);
  }
}
