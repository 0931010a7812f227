package io.fairlead.connector.sshtunnel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// An SSH server in this process, with an Ed25519 and an ECDSA host key.
public final class Bastion implements AutoCloseable {
  private final SshServer server;
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();

  private Bastion(SshServer server) {
    this.server = server;
  }

  public static Bastion start() throws Exception {
    return start(0, AcceptAllForwardingFilter.INSTANCE);
  }

  public static Bastion startWithoutForwarding() throws Exception {
    return start(0, RejectAllForwardingFilter.INSTANCE);
  }

  static Bastion start(int port, ForwardingFilter forwarding) throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    KeyPair ed25519 = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    KeyPair ecdsa = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    server.setKeyPairProvider(KeyPairProvider.wrap(ed25519, ecdsa));
    server.setForwardingFilter(forwarding);
    Bastion bastion = new Bastion(server);
    server.setPublickeyAuthenticator((user, key, _) -> user.equals("tunnel") && bastion.knows(key));
    server.start();
    return bastion;
  }

  private boolean knows(PublicKey key) {
    return allowed.contains(PublicKeyEntry.toString(key));
  }

  public void authorize(String publicKeyLine) {
    allowed.add(String.join(" ", List.of(publicKeyLine.split(" ")).subList(0, 2)));
  }

  public void forbidAll() {
    allowed.clear();
  }

  /// The host key of an algorithm, as a line.
  String hostKey(String algorithm) throws Exception {
    return PublicKeyEntry.toString(
        server.getKeyPairProvider().loadKey(null, algorithm).getPublic());
  }

  public int port() {
    return ((InetSocketAddress) server.getBoundAddresses().iterator().next()).getPort();
  }

  /// From now on cuts the connection of whoever shows a key.
  void cutOff() {
    server.setPublickeyAuthenticator(
        (_, _, session) -> {
          session.getIoSession().close(true);
          return false;
        });
  }

  /// Cuts every connection, as a crash would.
  void crash() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
