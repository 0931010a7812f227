package io.fairlead.connector.sftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// An SFTP server in this process, which lets in `app` with one password or one key.
public final class FileServer implements AutoCloseable {
  public static final String USER = "app";
  public static final String PASSWORD = "pa55-7c1d";

  private final SshServer server;

  private FileServer(SshServer server) {
    this.server = server;
  }

  /// @param publicKey in OpenSSH's form
  public static FileServer start(Path root, String publicKey) throws Exception {
    return start(root, publicKey, List.of(new SftpSubsystemFactory()));
  }

  static FileServer startWithoutSftp(Path root) throws Exception {
    return start(root, "", List.of());
  }

  static FileServer startWithSilentSftp(Path root) throws Exception {
    return start(root, "", List.of(new SilentSubsystem()));
  }

  /// Cuts the connection of whoever shows a password, as a crash or a firewall would.
  static FileServer startThatCutsOff(Path root) throws Exception {
    FileServer files = start(root, "", List.of());
    files.server.setPasswordAuthenticator(
        (_, _, session) -> {
          session.getIoSession().close(true);
          return false;
        });
    return files;
  }

  /// Hangs up after the first sign-in that it does not like.
  static FileServer startWithoutPatience(Path root) throws Exception {
    FileServer files = start(root, "", List.of());
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(files.server, 1);
    return files;
  }

  private static FileServer start(
      Path root, String publicKey, List<SubsystemFactory> subsystems) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(
        KeyPairProvider.wrap(KeyUtils.generateKeyPair("ssh-ed25519", 256)));
    server.setPasswordAuthenticator(
        (user, password, _) -> user.equals(USER) && password.equals(PASSWORD));
    server.setPublickeyAuthenticator((user, key, _) -> user.equals(USER) && is(key, publicKey));
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    server.setSubsystemFactories(subsystems);
    server.start();
    return new FileServer(server);
  }

  private static boolean is(PublicKey key, String line) {
    return !line.isEmpty() && line.startsWith(PublicKeyEntry.toString(key));
  }

  public int port() {
    return ((InetSocketAddress) server.getBoundAddresses().iterator().next()).getPort();
  }

  String hostKey() throws Exception {
    return PublicKeyEntry.toString(
        server.getKeyPairProvider().loadKey(null, "ssh-ed25519").getPublic());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /// Takes the subsystem's place, and never says a word in it.
  private static final class SilentSubsystem implements SubsystemFactory {
    @Override
    public String getName() {
      return "sftp";
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new AbstractCommandSupport("sftp", null) {
        @Override
        public void run() {
          // Nothing.
        }
      };
    }
  }
}
