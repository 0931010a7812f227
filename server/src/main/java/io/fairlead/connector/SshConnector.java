package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Opens SSH connections, step by step. All of one connector share one client and its few threads,
/// which start with the first one.
public final class SshConnector implements AutoCloseable {
  /// Signs in to a peer whose host key has been accepted, inside a running step.
  @FunctionalInterface
  public interface SignIn {
    void to(ClientSession session) throws StepFailed, IOException;
  }

  private @Nullable SshClient client;
  private boolean closed;

  /// Connects, checks the host key and signs in. The session is the caller's to close.
  public ClientSession open(SshPeer peer, Attempt attempt, SignIn signIn) throws StepFailed {
    List<InetAddress> addresses = attempt.resolve(peer.endpoint().host());
    HostKeyCheck check = new HostKeyCheck(peer.hostKey(), peer.called());
    ClientSession session =
        attempt.step("connect", () -> connect(peer.endpoint(), addresses, check, attempt));
    boolean done = false;
    try {
      attempt.step("host key", () -> exchangeKeys(session, check, attempt));
      attempt.step(
          "sign in",
          () -> {
            signIn.to(session);
            return true;
          });
      if (peer.hostKey().isEmpty()) {
        check
            .acceptedLine()
            .ifPresent(line -> attempt.learn("host_key", new OptionValue.Text(line)));
      }
      done = true;
      return session;
    } finally {
      if (!done) {
        session.close(true);
      }
    }
  }

  /// Signs in with what the session was given.
  ///
  /// @param refusal for a peer that has looked at all of it and takes none
  public static void authenticate(ClientSession session, Attempt attempt, StepFailed refusal)
      throws StepFailed, IOException {
    try {
      session.auth().verify(attempt.deadline().leftMillis());
    } catch (IOException failure) {
      if (attempt.deadline().hasPassed()) {
        throw new StepFailed("no answer in time", "Look whether the server is overloaded.")
            .withoutAnswer();
      }
      if (isRefusal(failure)) {
        throw refusal.refusedCredential();
      }
      throw new StepFailed(
              "the connection was lost during the sign-in",
              "Look at the server's log; it may close connections of hosts that it blocks.")
          .withoutAnswer();
    }
  }

  /// The library's one exception is for a sign-in that was refused and for a connection that was lost in
  /// the middle of it; the reason is in its code. Servers say PROTOCOL_ERROR when they hang up after the
  /// last try that they allow.
  private static boolean isRefusal(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SshException said) {
        switch (said.getDisconnectCode()) {
          case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
              SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
              SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME -> {
            return true;
          }
          default -> {}
        }
      }
    }
    return false;
  }

  /// Nobody is named so far: who signs in may stand in a secret, which is read once it is needed.
  private ClientSession connect(
      Endpoint endpoint, List<InetAddress> addresses, HostKeyCheck check, Attempt attempt)
      throws StepFailed, IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : addresses) {
      try {
        InetSocketAddress target = new InetSocketAddress(address, endpoint.port());
        AttributeRepository context =
            AttributeRepository.ofKeyValuePair(HostKeyCheck.ATTRIBUTE, check);
        ClientSession session =
            client()
                .connect("", target, context, null)
                .verify(attempt.deadline().leftMillis())
                .getSession();
        attempt.note(address.getHostAddress() + " port " + endpoint.port());
        return session;
      } catch (IOException failure) {
        last = failure;
      }
    }
    throw connectFailure(last);
  }

  /// The SSH library wraps the real cause.
  private static StepFailed connectFailure(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case TimeoutException _ -> {
          return new StepFailed("no answer in time", "Check the host, the port and firewalls.")
              .withoutAnswer();
        }
        case ConnectException _ -> {
          return new StepFailed(
                  "the connection was refused", "Check the host, the port and firewalls.")
              .withoutAnswer();
        }
        default -> {}
      }
    }
    return new StepFailed("no connection could be made").withoutAnswer();
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

  /// Reads a private key without a passphrase; empty when it cannot be read. Closes `pem`.
  public static Optional<KeyPair> key(SecretBytes pem, Reveal permission) {
    byte[] bytes = pem.reveal(permission);
    try (pem) {
      for (KeyPair pair :
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("private key"),
              new ByteArrayInputStream(bytes),
              FilePasswordProvider.EMPTY)) {
        return Optional.of(pair);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException broken) {
      // What is broken about it would quote it.
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    return Optional.empty();
  }

  private synchronized SshClient client() throws StepFailed {
    if (closed) {
      throw new StepFailed("the server is stopping");
    }
    if (client == null) {
      client = StrongSshClient.make();
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
