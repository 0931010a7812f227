package io.fairlead.connector.sshtunnel;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tunnel;
import io.fairlead.model.KeyPair;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Opens SSH connections, step by step. All of them share one client and its few threads, which
/// start with the first one.
final class SshConnector implements AutoCloseable {
  private @Nullable SshClient client;
  private boolean closed;

  Tunnel open(SshTunnelConfig config, Attempt attempt, Reveal permission) throws StepFailed {
    List<InetAddress> addresses = attempt.resolve(config.endpoint().host());
    HostKeyCheck check = new HostKeyCheck(config.hostKey());
    ClientSession session =
        attempt.step("connect", () -> connect(config, addresses, check, attempt));
    boolean done = false;
    try {
      attempt.step("host key", () -> exchangeKeys(session, check, attempt));
      attempt.step("sign in", () -> signIn(session, attempt, permission));
      if (config.hostKey().isEmpty()) {
        check
            .acceptedLine()
            .ifPresent(line -> attempt.learn("host_key", new OptionValue.Text(line)));
      }
      done = true;
      return new SshTunnel(session);
    } finally {
      if (!done) {
        session.close(true);
      }
    }
  }

  private ClientSession connect(
      SshTunnelConfig config, List<InetAddress> addresses, HostKeyCheck check, Attempt attempt)
      throws StepFailed, IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      try {
        InetSocketAddress target = new InetSocketAddress(address, config.endpoint().port());
        AttributeRepository context =
            AttributeRepository.ofKeyValuePair(HostKeyCheck.ATTRIBUTE, check);
        ClientSession session =
            client()
                .connect(config.user(), target, context, null)
                .verify(attempt.deadline().leftMillis())
                .getSession();
        attempt.note(address.getHostAddress() + " port " + config.endpoint().port());
        return session;
      } catch (IOException failure) {
        last = failure;
      }
    }
    throw Rejections.connectFailure(last);
  }

  private static boolean exchangeKeys(ClientSession session, HostKeyCheck check, Attempt attempt)
      throws StepFailed {
    Set<ClientSessionEvent> state =
        session.waitFor(
            EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED),
            attempt.deadline().leftMillis());
    check.throwIfRefused();
    if (state.contains(ClientSessionEvent.WAIT_AUTH)) {
      String fingerprint =
          check.acceptedLine().flatMap(HostKey::read).map(HostKey::fingerprint).orElse("");
      attempt.note(check.pinned().isPresent() ? fingerprint : fingerprint + ", not pinned so far");
      return true;
    }
    if (state.contains(ClientSessionEvent.TIMEOUT)) {
      throw new StepFailed("no answer in time", "Check that HOST and PORT are an SSH server's.");
    }
    throw new StepFailed(
        "the peer closed the connection before keys were exchanged",
        "It may not speak SSH, or may know no algorithm that is strong enough.");
  }

  private static boolean signIn(ClientSession session, Attempt attempt, Reveal permission)
      throws StepFailed {
    List<KeyPair> pairs = attempt.subject().keys();
    AcceptedKey accepted = new AcceptedKey();
    session.setPublicKeyAuthenticationReporter(accepted);
    for (KeyPair pair : pairs) {
      session.addPublicKeyIdentity(load(attempt.privateKey(pair), permission));
    }
    try {
      session.auth().verify(attempt.deadline().leftMillis());
    } catch (IOException refused) {
      if (attempt.deadline().hasPassed()) {
        throw new StepFailed("no answer in time");
      }
      if (pairs.size() == 1) {
        throw new StepFailed("the bastion does not accept the public key for the connection's user");
      }
      throw new StepFailed(
          "the bastion accepts neither of the connection's public keys for its user",
          "Put PUBLIC KEY 1 and PUBLIC KEY 2 into the account's authorized_keys; SHOW CREATE"
              + " CONNECTION prints them.");
    }
    attempt.note("with public key " + accepted.number(pairs));
    return true;
  }

  private static java.security.KeyPair load(SecretBytes pem, Reveal permission) throws StepFailed {
    byte[] bytes = pem.reveal(permission);
    try (pem) {
      for (java.security.KeyPair pair :
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("private key"),
              new ByteArrayInputStream(bytes),
              FilePasswordProvider.EMPTY)) {
        return pair;
      }
    } catch (IOException | GeneralSecurityException broken) {
      // Said below.
    } finally {
      java.util.Arrays.fill(bytes, (byte) 0);
    }
    throw new StepFailed("the connection's private key cannot be read");
  }

  private synchronized SshClient client() throws StepFailed {
    if (closed) {
      throw new StepFailed("the server is stopping");
    }
    if (client == null) {
      client = StrongClient.make();
      client.start();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close(true);
    }
  }
}
