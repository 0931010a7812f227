package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.model.Connection;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every vault promises.
class VaultContractTest {
  private static final String CANARY = VaultKind.CANARY;

  private final Authority authority = new Authority("Test CA");
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private VaultKind kind(String name) throws Exception {
    VaultKind kind = VaultKind.kind(name, authority);
    open.add(kind);
    return kind;
  }

  private static Connection connection(VaultKind kind, Workbench workbench) {
    return switch (kind) {
      case VaultKind.Remote remote ->
          remote.connection(workbench, remote.port(), remote.signInPort(), true);
      case VaultKind.Local local -> local.connection(workbench);
      default -> throw new IllegalStateException("neither here nor there");
    };
  }

  private static String read(VaultKind kind, String name) throws StepFailed {
    Workbench workbench = kind.workbench();
    return new VaultBench(workbench).read(connection(kind, workbench), name);
  }

  /// Something that a vault is asked for.
  @FunctionalInterface
  private interface Request {
    void run(VaultBench bench) throws StepFailed;
  }

  private static StepFailed failure(Workbench workbench, Request request) {
    StepFailed failed =
        assertThrows(StepFailed.class, () -> request.run(new VaultBench(workbench)));
    assertFalse((failed.cause() + failed.hint()).contains(CANARY), failed.cause());
    return failed;
  }

  private static StepFailed failedRead(VaultKind kind, String name) {
    Workbench workbench = kind.workbench();
    Connection connection = connection(kind, workbench);
    return failure(workbench, bench -> bench.read(connection, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp", "directory", "environment"})
  void theNewestValueIsRead(String name) throws Exception {
    VaultKind kind = kind(name);
    for (String value : List.of(CANARY + "-1", "{\"password\": \"pä\\\"ss\"}", "x y\n z")) {
      kind.put(kind.secretName(), value);
      assertEquals(value, read(kind, kind.secretName()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp", "directory", "environment"})
  void theProbeSignsInAndShowsNothing(String name) throws Exception {
    VaultKind kind = kind(name);
    Workbench workbench = kind.workbench();
    for (int secrets = 0; secrets < 2; secrets++) {
      Probe probe = workbench.probe(connection(kind, workbench));
      assertTrue(probe.passed(), Workbench.read(probe));
      assertTrue(
          probe.steps().getLast().name().equals("list secrets"), Workbench.read(probe));
      assertFalse(probe.toString().contains(CANARY), probe.toString());
      kind.put(kind.secretName(), CANARY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp", "directory", "environment"})
  void aMissingNameIsNamed(String name) throws Exception {
    VaultKind kind = kind(name);
    String missing = kind.secretName() + "X";
    StepFailed failed = failedRead(kind, missing);
    assertTrue(failed.cause().matches("the vault has no secret \".*" + missing + "\""), failed.cause());
    assertFalse(failed.isCredentialRefused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp", "directory", "environment"})
  void whatIsNoNameLeadsNowhere(String name) throws Exception {
    VaultKind kind = kind(name);
    kind.put(kind.secretName(), "v");
    for (String odd :
        List.of(
            "",
            "..",
            "../" + kind.secretName(),
            "a/../" + kind.secretName(),
            kind.secretName() + "\r\nX-Evil: 1",
            kind.secretName() + "\u0000",
            "/" + kind.secretName(),
            "n".repeat(600))) {
      String path = failedRead(kind, odd).cause();
      // Names of AWS are no paths: to it "a/../b" is a name like others.
      assertTrue(
          path.equals("this is not the name of a secret here")
              || (name.equals("aws") && path.startsWith("the vault has no secret")),
          path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp"})
  void whatIsWrittenIsReadAndRemoved(String name) throws Exception {
    VaultKind kind = kind(name);
    Workbench workbench = kind.workbench();
    Connection connection = connection(kind, workbench);
    String secret = kind.secretName();
    VaultBench bench = new VaultBench(workbench);
    bench.write(connection, secret, SecretBytes.of("one"));
    assertEquals("one", read(kind, secret));
    StepFailed taken =
        failure(workbench, _ -> bench.write(connection, secret, SecretBytes.of("two")));
    assertTrue(taken.cause().endsWith("already"), taken.cause());
    assertEquals("one", read(kind, secret));
    for (int again = 0; again < 2; again++) {
      bench.remove(connection, secret);
      assertTrue(failedRead(kind, secret).cause().startsWith("the vault has no secret"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "environment"})
  void whatIsReadOnlySaysSo(String name) throws Exception {
    VaultKind kind = kind(name);
    Workbench workbench = kind.workbench();
    Connection connection = connection(kind, workbench);
    String secret = kind.secretName();
    List<StepFailed> refused =
        List.of(
            failure(
                workbench,
                bench -> bench.write(connection, secret, SecretBytes.of(CANARY))),
            failure(workbench, bench -> bench.remove(connection, secret)));
    for (StepFailed failed : refused) {
      assertTrue(failed.cause().endsWith(" is only read from"), failed.cause());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp", "directory", "environment"})
  void theLargestSecret(String name) throws Exception {
    VaultKind kind = kind(name);
    kind.put(kind.secretName(), "s".repeat(Limits.SECRET_BYTES));
    assertEquals(Limits.SECRET_BYTES, read(kind, kind.secretName()).length());
    kind.put(kind.secretName(), "s".repeat(Limits.SECRET_BYTES + 1));
    assertEquals(
        "the secret is larger than " + Limits.SECRET_BYTES + " bytes",
        failedRead(kind, kind.secretName()).cause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp"})
  void aRefusedSignIn(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    kind.put(kind.secretName(), CANARY);
    Workbench workbench = kind.workbench();
    Connection stranger =
        kind.connection(workbench, kind.port(), kind.signInPort(), false);
    StepFailed failed =
        failure(workbench, bench -> bench.read(stranger, kind.secretName()));
    assertTrue(failed.isCredentialRefused(), failed.cause());
    Probe probe = workbench.probe(stranger);
    assertFalse(probe.passed());
    assertFalse(probe.toString().contains(CANARY), probe.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp"})
  void aClosedPort(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      closed = free.getLocalPort();
    }
    for (boolean signInToo : new boolean[] {false, true}) {
      Workbench workbench = kind.workbench();
      int signIn = signInToo && !name.equals("gcp") ? closed : kind.signInPort();
      Connection led = kind.connection(workbench, closed, signIn, true);
      StepFailed failed =
          failure(workbench, bench -> bench.read(led, kind.secretName()));
      assertEquals("the connection was refused", failed.cause());
      assertFalse(failed.isCredentialRefused());
    }
  }

  private Map<String, HttpPeer.Behaviour> rogues(int port) {
    Map<String, HttpPeer.Behaviour> rogues = new LinkedHashMap<>();
    rogues.put("endless headers", HttpPeer::endlessHeaders);
    rogues.put("endless body", HttpPeer::endlessBody);
    rogues.put("half an answer", HttpPeer::halfAnswer);
    rogues.put("redirect", HttpPeer.redirect(307, "https://127.0.0.1:" + port + "/"));
    for (String body : List.of("{}", "[]", "null", "\"" + CANARY + "\"", "{\"data\":", "")) {
      rogues.put("200 " + body, HttpPeer.json(200, body));
    }
    for (int status : new int[] {400, 403, 404, 409, 429, 500, 503}) {
      rogues.put(
          String.valueOf(status),
          HttpPeer.json(
              status, "{\"errors\": [\"" + CANARY + "\"], \"__type\": \"" + CANARY + "\"}"));
    }
    return rogues;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp"})
  void aRogueCostsItsOwnConnectionAlone(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    kind.put(kind.secretName(), CANARY);
    Authority.Identity identity = authority.issue("127.0.0.1");
    for (Map.Entry<String, HttpPeer.Behaviour> rogue : rogues(kind.port()).entrySet()) {
      try (HttpPeer peer = HttpPeer.startTls(identity, rogue.getValue())) {
        Workbench workbench = kind.workbench();
        Connection led = kind.connection(workbench, peer.port(), kind.signInPort(), true);
        StepFailed failed =
            failure(workbench, bench -> bench.read(led, kind.secretName()));
        assertFalse(failed.cause().contains("no answer in time"), rogue.getKey());
        // What changes something goes wrong in the same way, and without harm.
        if (!rogue.getKey().equals("404") && !rogue.getKey().startsWith("200")) {
          failure(workbench, bench -> bench.remove(led, kind.secretName()));
          failure(
              workbench,
              bench -> bench.write(led, kind.secretName(), SecretBytes.of(CANARY)));
        }
        Probe probe = workbench.probe(led);
        assertFalse(probe.toString().contains(CANARY), rogue.getKey() + ": " + probe);
        boolean mayPass = name.equals("gcp") && rogue.getKey().equals("200 {}");
        assertEquals(mayPass, probe.passed(), rogue.getKey() + ": " + Workbench.read(probe));
      }
    }
  }

  /// What may be bridged with an earlier value: that the vault cannot serve anybody now. A refusal
  /// is none of it.
  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure", "gcp"})
  void anOutageIsNoAnswer(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    for (int status : new int[] {429, 500, 502, 503, 504}) {
      assertTrue(answered(kind, status, "{}").isWithoutAnswer(), name + " " + status);
    }
    for (int status : new int[] {400, 401, 403, 404, 409}) {
      assertFalse(answered(kind, status, "{}").isWithoutAnswer(), name + " " + status);
    }
    assertFalse(answered(kind, 200, "no JSON").isWithoutAnswer(), name);
  }

  private StepFailed answered(VaultKind.Remote kind, int status, String body)
      throws IOException {
    Authority.Identity identity = authority.issue("127.0.0.1");
    try (HttpPeer peer = HttpPeer.startTls(identity, HttpPeer.json(status, body))) {
      Workbench workbench = kind.workbench();
      Connection led = kind.connection(workbench, peer.port(), kind.signInPort(), true);
      return failure(workbench, bench -> bench.read(led, kind.secretName()));
    }
  }

  /// The same where it signs in.
  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "azure"})
  void anOutageWhereOneSignsInIsNoAnswer(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    Authority.Identity identity = authority.issue("127.0.0.1");
    for (int status : new int[] {429, 500, 503, 400, 401}) {
      try (HttpPeer peer = HttpPeer.startTls(identity, HttpPeer.json(status, "{}"))) {
        Workbench workbench = kind.workbench();
        Connection led = kind.connection(workbench, peer.port(), peer.port(), true);
        StepFailed failed = failure(workbench, bench -> bench.read(led, kind.secretName()));
        assertEquals(status == 429 || status >= 500, failed.isWithoutAnswer(), name + status);
      }
    }
  }

  /// A standby that does not pass requests on leads to the active node, which nobody has configured.
  @ParameterizedTest
  @ValueSource(ints = {307, 472, 473})
  void aStandbyIsNoAnswer(int status) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind("hashicorp");
    assertTrue(answered(kind, status, "{}").isWithoutAnswer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingException", "InternalServiceError", "ServiceUnavailable"})
  void whatAwsSaysOfAnOutage(String code) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind("aws");
    String body = "{\"__type\": \"" + code + "\"}";
    assertTrue(answered(kind, 400, body).isWithoutAnswer(), code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "azure"})
  void aRogueWhereOneSignsIn(String name) throws Exception {
    VaultKind.Remote kind = (VaultKind.Remote) kind(name);
    Authority.Identity identity = authority.issue("127.0.0.1");
    for (Map.Entry<String, HttpPeer.Behaviour> rogue : rogues(kind.port()).entrySet()) {
      try (HttpPeer peer = HttpPeer.startTls(identity, rogue.getValue())) {
        Workbench workbench = kind.workbench();
        Connection led = kind.connection(workbench, peer.port(), peer.port(), true);
        Probe probe = workbench.probe(led);
        assertFalse(probe.passed(), rogue.getKey());
        assertEquals("sign in", probe.steps().getLast().name(), rogue.getKey());
        assertFalse(probe.toString().contains(CANARY), rogue.getKey() + ": " + probe);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashicorp", "aws", "azure"})
  void whatIsNoTextIsNotMadeOne(String name) throws Exception {
    VaultKind kind = kind(name);
    Workbench workbench = kind.workbench();
    Connection connection = connection(kind, workbench);
    SecretBytes binary = SecretBytes.of(new byte[] {(byte) 0xff, 0});
    StepFailed failed =
        failure(workbench, bench -> bench.write(connection, kind.secretName(), binary));
    assertTrue(failed.cause().startsWith("the secret is not a text"), failed.cause());
  }
}
