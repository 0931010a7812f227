package io.fairlead.connector.sshtunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.HostKey;
import io.fairlead.connector.Probe;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against OpenSSH's own server, run as whoever runs the tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenSshTest {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final SshTunnelType type = new SshTunnelType(Reveal.create());
  private final Workbench workbench = new Workbench(type, new PostgresType(Reveal.create()));
  private final List<GeneratedKeyPair> keys =
      List.of(type.generateKeyPair(new SecureRandom()), type.generateKeyPair(new SecureRandom()));
  private Process sshd;
  private Path authorized;
  private Path log;
  private int port;
  private String hostKey;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    if (!Files.isExecutable(SSHD)) {
      fail("this test needs OpenSSH's server: apt-get install openssh-server");
    }
    Files.createDirectories(Path.of("/run/sshd"));
    authorized = folder.resolve("authorized_keys");
    log = folder.resolve("sshd.log");
    Path key = folder.resolve("host_key");
    GeneratedKeyPair host = type.generateKeyPair(new SecureRandom());
    hostKey = host.publicKey().replace(" fairlead", "");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(key, host.privateKey().reveal(Reveal.create()));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            """
                .formatted(port, key, authorized));
    authorize(keys.getFirst());
    sshd =
        new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (!Files.readString(log).contains("Server listening")) {
      if (!sshd.isAlive()) {
        fail("sshd ended: " + Files.readString(log));
      }
      Thread.onSpinWait();
    }
  }

  private void authorize(GeneratedKeyPair... pairs) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (GeneratedKeyPair pair : pairs) {
      lines.append(pair.publicKey()).append('\n');
    }
    Files.writeString(authorized, lines);
  }

  @AfterAll
  void stop() throws Exception {
    type.close();
    sshd.destroy();
    sshd.waitFor();
  }

  private Connection tunnel(List<GeneratedKeyPair> pairs) {
    return workbench.connection(
        "ssh-tunnel",
        pairs,
        "host",
        "127.0.0.1",
        "port",
        port,
        "user",
        System.getProperty("user.name"));
  }

  @Test
  void signsInWithEitherKeyAndLearnsTheHostKey() throws Exception {
    authorize(keys.getFirst());
    Probe first = workbench.probe(tunnel(keys));
    assertTrue(first.passed(), Workbench.read(first) + Files.readString(log));
    assertEquals(new OptionValue.Text(hostKey), first.learned().get("host_key"));
    authorize(keys.getLast());
    String second = Workbench.read(workbench.probe(tunnel(keys)));
    assertTrue(second.endsWith("sign in: with public key 2\n"), second);
    authorize();
    String none = Workbench.read(workbench.probe(tunnel(keys)));
    assertTrue(none.contains("sign in: FAILED the bastion accepts neither"), none);
    authorize(keys.getFirst());
  }

  @Test
  void postgresThroughTheTunnel() throws Exception {
    authorize(keys.getFirst(), keys.getLast());
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start()) {
      Connection tunnel = tunnel(keys);
      Connection shop =
          workbench.connection(
              "postgres",
              "host",
              "localhost",
              "port",
              server.getPort(),
              "user",
              "postgres",
              "database",
              "postgres",
              "ssh_tunnel",
              Workbench.use(tunnel));
      String name = tunnel.name().object();
      String fingerprint = HostKey.read(hostKey).orElseThrow().fingerprint();
      Probe probe = workbench.probe(shop);
      assertEquals(
          """
          tunnel NAME: resolve: 127.0.0.1
          tunnel NAME: connect: 127.0.0.1 port PORT
          tunnel NAME: host key: FINGERPRINT, not pinned so far
          tunnel NAME: sign in: with public key 1
          connect: localhost:SHOP through the tunnel
          sign in: PostgreSQL 18
          replication: wal_level is replica; change data capture needs logical
          """,
          Workbench.read(probe)
              .replace("tunnel " + name, "tunnel NAME")
              .replace("port " + port, "port PORT")
              .replace(":" + server.getPort(), ":SHOP")
              .replace(fingerprint, "FINGERPRINT"));
      assertTrue(probe.learned().isEmpty());
    }
  }

  @Test
  void aClosedPortBehindTheTunnel() {
    Connection shop =
        workbench.connection(
            "postgres",
            "host",
            "localhost",
            "port",
            1,
            "user",
            "postgres",
            "database",
            "postgres",
            "ssh_tunnel",
            Workbench.use(tunnel(keys)));
    String text = Workbench.read(workbench.probe(shop));
    assertTrue(text.endsWith("connect: FAILED the bastion cannot connect to the host\n"), text);
  }

  @Test
  void theBastionsOwnMetadataServiceIsRefused() {
    Connection shop =
        workbench.connection(
            "postgres",
            "host",
            "169.254.169.254",
            "user",
            "postgres",
            "database",
            "postgres",
            "ssh_tunnel",
            Workbench.use(tunnel(keys)));
    String text = Workbench.read(workbench.probe(shop));
    assertTrue(text.contains("connect: FAILED address 169.254.169.254 is in a range"), text);
  }
}
