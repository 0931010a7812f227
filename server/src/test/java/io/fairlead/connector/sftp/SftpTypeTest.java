package io.fairlead.connector.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.HostKey;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against an SFTP server in this process.
class SftpTypeTest {
  private final SftpType type = new SftpType(Reveal.create());
  private final Workbench workbench = new Workbench(type);
  private final GeneratedKeyPair key = key();
  @TempDir private Path root;
  private FileServer server;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectory(root.resolve("in"));
    Files.writeString(root.resolve("file"), "x");
    server = FileServer.start(root, key.publicKey());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    type.close();
  }

  private static GeneratedKeyPair key() {
    try (SshTunnelType keys = new SshTunnelType(Reveal.create())) {
      return keys.generateKeyPair(new SecureRandom());
    }
  }

  private String pem() {
    return key.privateKey().revealText(Reveal.create());
  }

  /// With the server's host key pinned, unless `more` says otherwise.
  private Connection files(Object... more) throws Exception {
    List<Object> all =
        new ArrayList<>(List.of("host", "127.0.0.1", "port", server.port()));
    all.addAll(List.of("host_key", server.hostKey()));
    all.addAll(List.of(more));
    return workbench.connection("sftp", all.toArray());
  }

  private Connection withPassword(String basePath) throws Exception {
    return files(
        "user", "app", "base_path", basePath, "password", workbench.secretOf(FileServer.PASSWORD));
  }

  @Test
  void everyStepPasses() throws Exception {
    Probe probe = workbench.probe(withPassword("/in"));
    String fingerprint = HostKey.read(server.hostKey()).orElseThrow().fingerprint();
    assertEquals(
        """
        resolve: 127.0.0.1
        connect: 127.0.0.1 port PORT
        host key: FINGERPRINT
        sign in: with the password
        SFTP: version 6
        base path: /in
        """,
        Workbench.read(probe)
            .replace("port " + server.port(), "port PORT")
            .replace(fingerprint, "FINGERPRINT"));
    assertTrue(probe.serverVersion().startsWith("APACHE-SSHD-"), probe.serverVersion());
    assertTrue(probe.learned().isEmpty());
  }

  @Test
  void aKeySignsInFromAnOptionACredentialOrAFieldOfIt() throws Exception {
    String json =
        "{\"username\": \"app\", \"private_key\": \"" + pem().replace("\n", "\\n") + "\"}";
    for (Connection each :
        List.of(
            files("user", "app", "private_key", workbench.secretOf(pem())),
            files("user", "app", "credential", workbench.secretOf(pem())),
            files("credential", workbench.secretOf(json)))) {
      String text = Workbench.read(workbench.probe(each));
      assertTrue(text.contains("sign in: with the private key\nSFTP: version"), text);
    }
  }

  @Test
  void aPasswordServesWhereTheKeyIsUnknown() throws Exception {
    String text =
        Workbench.read(
            workbench.probe(
                files(
                    "user",
                    "app",
                    "private_key",
                    workbench.secretOf(key().privateKey().revealText(Reveal.create())),
                    "password",
                    workbench.secretOf(FileServer.PASSWORD))));
    assertTrue(text.contains("sign in: with the private key and the password\n"), text);
  }

  @Test
  void aWrongLoginIsARefusedCredential() throws Exception {
    StepFailed password =
        workbench.failure(files("user", "app", "password", workbench.secretOf("wrong-31f")));
    assertEquals("the server does not accept the password for user \"app\"", password.cause());
    assertTrue(password.isCredentialRefused());
    StepFailed stranger =
        workbench.failure(files("user", "eve", "private_key", workbench.secretOf(pem())));
    assertEquals("the server does not accept the private key for user \"eve\"", stranger.cause());
    assertTrue(stranger.isCredentialRefused());
  }

  @Test
  void aConnectionThatIsLostInTheSignInIsNoRefusedCredential() throws Exception {
    server.close();
    server = FileServer.startThatCutsOff(root);
    StepFailed lost = workbench.failure(withPassword("/in"));
    assertEquals("the connection was lost during the sign-in", lost.cause());
    assertFalse(lost.isCredentialRefused());
    assertTrue(lost.isWithoutAnswer());
  }

  @Test
  void aServerThatHangsUpAfterTheLastTryHasRefused() throws Exception {
    server.close();
    server = FileServer.startWithoutPatience(root);
    StepFailed refused =
        workbench.failure(
            files(
                "user",
                "app",
                "private_key",
                workbench.secretOf(pem()),
                "password",
                workbench.secretOf("wrong-31f")));
    assertTrue(refused.isCredentialRefused(), refused.cause());
  }

  @Test
  void aBrokenKeyIsNotQuoted() throws Exception {
    StepFailed broken =
        workbench.failure(files("user", "app", "private_key", workbench.secretOf("-----BEGIN x")));
    assertEquals("the private key cannot be read", broken.cause());
    assertFalse(broken.isCredentialRefused());
  }

  @Test
  void aHostKeyIsLearnedAndAnotherOneIsRefusedBeforeTheLogin() throws Exception {
    Object[] login = {"user", "app", "password", workbench.secretOf(FileServer.PASSWORD)};
    Probe first =
        workbench.probe(
            workbench.connection(
                "sftp",
                "host",
                "127.0.0.1",
                "port",
                server.port(),
                login[0],
                login[1],
                login[2],
                login[3]));
    assertEquals(
        Map.of("host_key", new OptionValue.Text(server.hostKey())), first.learned());
    String text =
        Workbench.read(
            workbench.probe(
                files("host_key", key.publicKey(), login[0], login[1], login[2], login[3])));
    assertTrue(
        text.contains("host key: FAILED the server's host key has changed: it is SHA256:"), text);
    assertFalse(text.contains("sign in"), text);
  }

  @Test
  void theBasePathMustBeADirectory() throws Exception {
    StepFailed missing = workbench.failure(withPassword("/out"));
    assertEquals("the base path does not exist", missing.cause());
    StepFailed file = workbench.failure(withPassword("/file"));
    assertEquals("the base path is not a directory", file.cause());
    assertFalse(file.isCredentialRefused());
  }

  @Test
  void aServerWithoutSftp() throws Exception {
    server.close();
    server = FileServer.startWithoutSftp(root);
    String text = Workbench.read(workbench.probe(withPassword("/in")));
    assertTrue(text.endsWith("SFTP: FAILED the server does not offer SFTP to this user\n"), text);
  }

  @Test
  void aSilentServerCostsNoMoreThanTheDeadline() throws Exception {
    server.close();
    server = FileServer.startWithSilentSftp(root);
    String text = Workbench.read(workbench.probe(withPassword("/in"), Duration.ofSeconds(5)));
    assertTrue(text.contains("FAILED"), text);
    assertFalse(text.contains("base path"), text);
  }

  @Test
  void anAddressThatNobodyMayReachIsRefused() {
    Workbench guarded = new Workbench(new EgressDialer(new EgressPolicy(true, true)), type);
    String text =
        Workbench.read(
            guarded.probe(
                guarded.connection(
                    "sftp",
                    "host",
                    "169.254.169.254",
                    "user",
                    "app",
                    "password",
                    guarded.secretOf("x"))));
    assertTrue(text.startsWith("resolve: FAILED address 169.254.169.254 is in a range"), text);
  }

  @Test
  void configureWantsOneWayToSignIn() {
    Problems none = new Problems();
    type.configure(Workbench.options("host", "h", "user", "app", "host_key", "x"), none);
    assertEquals(
        List.of(
            "an SFTP connection needs CREDENTIAL, PASSWORD or PRIVATE KEY",
            "invalid HOST KEY: it is neither a host key nor a fingerprint"),
        none.all().stream().map(Problem::message).toList());
    Problems both = new Problems();
    type.configure(
        Workbench.options(
            "host",
            "h",
            "credential",
            workbench.secretOf("x"),
            "password",
            workbench.secretOf("y")),
        both);
    assertEquals(1, both.all().size());
  }
}
