package io.fairlead.connector.sshtunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.HostKey;
import io.fairlead.connector.Probe;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tunnel;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against an SSH server in this process.
class SshTunnelTypeTest {
  private final SshTunnelType type = new SshTunnelType(Reveal.create());
  private final Workbench workbench = new Workbench(type);
  private final List<GeneratedKeyPair> keys =
      List.of(type.generateKeyPair(new SecureRandom()), type.generateKeyPair(new SecureRandom()));
  private Bastion bastion;

  @BeforeEach
  void start() throws Exception {
    bastion = Bastion.start();
  }

  @AfterEach
  void stop() throws Exception {
    bastion.close();
    type.close();
  }

  private Connection tunnel(Object... more) {
    Object[] base = {"host", "127.0.0.1", "port", bastion.port(), "user", "tunnel"};
    Object[] all = java.util.Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return workbench.connection("ssh-tunnel", keys, all);
  }

  @Test
  void openSshReadsAGeneratedKey(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("key");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, keys.getFirst().privateKey().reveal(Reveal.create()));
    Process process =
        new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    assertEquals(0, process.waitFor());
    assertEquals(keys.getFirst().publicKey(), line + " fairlead");
    assertFalse(keys.getFirst().publicKey().equals(keys.getLast().publicKey()));
  }

  @Test
  void eitherKeyIsTried() {
    bastion.authorize(keys.getFirst().publicKey());
    assertTrue(Workbench.read(workbench.probe(tunnel())).endsWith("sign in: with public key 1\n"));
    bastion.forbidAll();
    bastion.authorize(keys.getLast().publicKey());
    assertTrue(Workbench.read(workbench.probe(tunnel())).endsWith("sign in: with public key 2\n"));
    bastion.forbidAll();
    String refused = Workbench.read(workbench.probe(tunnel()));
    assertTrue(
        refused.endsWith(
            "sign in: FAILED the bastion accepts neither of the connection's public keys for its"
                + " user\n"),
        refused);
  }

  @Test
  void aHostKeyIsLearnedOnlyWhenTheProbePasses() throws Exception {
    assertTrue(workbench.probe(tunnel()).learned().isEmpty());
    bastion.authorize(keys.getFirst().publicKey());
    Probe probe = workbench.probe(tunnel());
    OptionValue learned = new OptionValue.Text(bastion.hostKey("ssh-ed25519"));
    assertEquals(java.util.Map.of("host_key", learned), probe.learned());
    Probe again = workbench.probe(tunnel("host_key", learned));
    assertTrue(again.passed(), Workbench.read(again));
    assertTrue(again.learned().isEmpty());
  }

  @Test
  void refusedKeysAreARefusedCredentialAndALostConnectionIsNot() throws Exception {
    StepFailed refused = workbench.failure(tunnel());
    assertTrue(refused.isCredentialRefused(), refused.cause());
    bastion.cutOff();
    StepFailed lost = workbench.failure(tunnel());
    assertEquals("the connection was lost during the sign-in", lost.cause());
    assertFalse(lost.isCredentialRefused());
  }

  @Test
  void aPinnedKeyOfAnotherAlgorithmIsAskedFor() throws Exception {
    bastion.authorize(keys.getFirst().publicKey());
    Probe probe = workbench.probe(tunnel("host_key", bastion.hostKey("ecdsa-sha2-nistp256")));
    assertTrue(probe.passed(), Workbench.read(probe));
  }

  @Test
  void aChangedHostKeyIsRefused() throws Exception {
    bastion.authorize(keys.getFirst().publicKey());
    String old = bastion.hostKey("ssh-ed25519");
    bastion.close();
    bastion = Bastion.start();
    bastion.authorize(keys.getFirst().publicKey());
    String shown = HostKey.read(bastion.hostKey("ssh-ed25519")).orElseThrow().fingerprint();
    String pinned = HostKey.read(old).orElseThrow().fingerprint();
    for (String pin : List.of(old, pinned)) {
      String text = Workbench.read(workbench.probe(tunnel("host_key", pin)));
      assertTrue(
          text.endsWith(
              "host key: FAILED the bastion's host key has changed: it is "
                  + shown
                  + ", and "
                  + pinned
                  + " was expected\n"),
          text);
    }
  }

  @Test
  void aTunnelCarriesBytesAndDiesWithItsConnection() throws Exception {
    bastion.authorize(keys.getFirst().publicKey());
    Connection connection = tunnel();
    Deadline deadline = Deadline.after(Workbench.PATIENCE, System::nanoTime);
    try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Attempt attempt =
            new Attempt(
                connection,
                workbench,
                new EgressDialer(new EgressPolicy(true, true)),
                deadline,
                System::nanoTime);
        Tunnel tunnel = type.open(type.configure(connection.options(), new Problems()), attempt)) {
      try (Socket near = tunnel.dial(new Endpoint("127.0.0.1", target.getLocalPort()), deadline);
          Socket far = target.accept()) {
        byte[] data = new byte[200_000];
        new java.util.Random(7).nextBytes(data);
        Thread writer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        near.getOutputStream().write(data);
                        near.getOutputStream().flush();
                      } catch (IOException failure) {
                        throw new java.io.UncheckedIOException(failure);
                      }
                    });
        org.junit.jupiter.api.Assertions.assertArrayEquals(
            data, far.getInputStream().readNBytes(data.length));
        writer.join();
        near.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, () -> near.getInputStream().read());
        near.setSoTimeout(0);
        far.getOutputStream().write(42);
        assertEquals(42, near.getInputStream().read());
        bastion.crash();
        assertTrue(endsOrFails(near));
      }
    }
  }

  private static boolean endsOrFails(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException failure) {
      return !(failure instanceof SocketTimeoutException);
    }
  }

  @Test
  void configureRefusesASecretUserAndABrokenHostKey() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "host", "b", "user", workbench.secretOf("tunnel"), "host_key", "ssh-rsa nonsense"),
        problems);
    assertEquals(
        List.of(
            "SSH connections do not support supplying USER value as SECRET",
            "invalid HOST KEY: it is neither a host key nor a fingerprint"),
        problems.all().stream().map(Problem::message).toList());
  }
}
