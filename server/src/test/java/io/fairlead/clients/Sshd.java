package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// OpenSSH's own server, run as whoever runs the tests.
final class Sshd implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final int port;
  private Process process;

  private Sshd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /// @param folder for its keys and its log; empty
  static Sshd start(Path folder) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      fail("this test needs OpenSSH's server: apt-get install openssh-server");
    }
    Files.createDirectories(Path.of("/run/sshd"));
    Files.createFile(folder.resolve("authorized_keys"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    makeHostKey(folder);
    return new Sshd(folder, port, launch(folder, port));
  }

  private static void makeHostKey(Path folder) throws Exception {
    Files.deleteIfExists(folder.resolve("host_key"));
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "host_key")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      fail("ssh-keygen failed: " + said);
    }
  }

  private static Process launch(Path folder, int port) throws IOException {
    Path log = folder.resolve("log");
    Path config =
        Files.writeString(
            folder.resolve("config"),
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
                .formatted(port, folder.resolve("host_key"), folder.resolve("authorized_keys")));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (!Files.readString(log).contains("Server listening")) {
      if (!process.isAlive()) {
        fail("sshd ended: " + Files.readString(log));
      }
      Thread.onSpinWait();
    }
    return process;
  }

  int port() {
    return port;
  }

  static String user() {
    return System.getProperty("user.name");
  }

  /// Its public host key, without the comment.
  String hostKey() throws IOException {
    List<String> words = List.of(Files.readString(folder.resolve("host_key.pub")).split(" "));
    return String.join(" ", words.subList(0, 2));
  }

  /// Lets these keys in, and no others; at once, so that nobody reads half a list.
  void authorize(String... publicKeys) throws IOException {
    Path next = folder.resolve("authorized_keys.next");
    Files.writeString(next, String.join("\n", publicKeys) + "\n");
    Files.move(next, folder.resolve("authorized_keys"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Cuts every connection and takes new ones, as a restart of the bastion does.
  void cutConnections() throws Exception {
    // OpenSSH's connections are processes of their own, which outlive the listener.
    List<ProcessHandle> connections = process.descendants().toList();
    close();
    connections.forEach(ProcessHandle::destroyForcibly);
    process = launch(folder, port);
  }

  /// As when the bastion was installed anew, or somebody else answers in its place.
  void restartWithAnotherHostKey() throws Exception {
    close();
    Files.delete(folder.resolve("host_key.pub"));
    makeHostKey(folder);
    process = launch(folder, port);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
