package io.fairlead.wire.postgres;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.Acceptor;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.ClientGone;
import io.fairlead.wire.ClientSocket;
import io.fairlead.wire.Incident;
import io.fairlead.wire.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The PostgreSQL port.
public final class PostgresServer implements AutoCloseable {
  private final SignIn signIn;
  private final SignInThrottle throttle;
  private final Optional<TlsIdentity> tls;
  private final SecureRandom random;
  private final CancelKeys keys;
  private final Acceptor acceptor;

  /// @param tls empty: clients that ask for TLS are told that there is none
  /// @param random for cancel keys, nonces and numbers of incidents
  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  public PostgresServer(
      InetSocketAddress address,
      SignIn signIn,
      SignInThrottle throttle,
      Optional<TlsIdentity> tls,
      SecureRandom random,
      LongSupplier nanoTime) {
    this(address, signIn, throttle, tls, random, nanoTime, Limits.OPEN_SOCKETS);
  }

  PostgresServer(
      InetSocketAddress address,
      SignIn signIn,
      SignInThrottle throttle,
      Optional<TlsIdentity> tls,
      SecureRandom random,
      LongSupplier nanoTime,
      int mostOpen) {
    this.signIn = signIn;
    this.throttle = throttle;
    this.tls = tls;
    this.random = random;
    this.keys = new CancelKeys(random);
    this.acceptor = new Acceptor(address, new Postgres(), mostOpen, nanoTime);
  }

  public void start() throws IOException {
    acceptor.start();
  }

  /// The real port when 0 was asked for.
  public int port() {
    return acceptor.port();
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
  }

  private final class Postgres implements Acceptor.Protocol {
    @Override
    public String name() {
      return "postgres";
    }

    @Override
    public void serve(ClientSocket client) throws IOException {
      MessageReader in = new MessageReader(client);
      MessageWriter out = new MessageWriter(client::write);
      try {
        talk(client, in, out);
      } catch (ClientGone gone) {
        throw gone.reason();
      } catch (BrokenProtocol broken) {
        sendAway(client, out, broken.problem());
      } catch (Refusal refusal) {
        sendAway(client, out, refusal.problem());
      } catch (RuntimeException | StackOverflowError bug) {
        sendAway(client, out, Incident.report(bug, random));
      }
    }

    private void talk(ClientSocket client, MessageReader in, MessageWriter out) throws IOException {
      Startup startup = new Startup(client, in, out, tls, keys, throttle);
      Optional<StartupRequest> request = startup.request();
      if (request.isEmpty()) {
        return;
      }
      startup.authenticate(request.get(), signIn, random);
      int number = signIn.number();
      try (Session session = open(client, number, request.get())) {
        CancelKeys.Key key = keys.add(number, session);
        try {
          client.signedIn();
          in.signedIn();
          Conversation conversation = new Conversation(session, in, out, random);
          conversation.greet(key);
          conversation.run();
        } finally {
          keys.remove(key);
        }
      }
    }

    private Session open(ClientSocket client, int number, StartupRequest request) {
      return signIn.open(
          new SignIn.Opening(
              request.user(),
              request.database(),
              request.settings(),
              new SignIn.Client(
                  name(), number, client.source().getHostAddress(), client::cut)));
    }

    private void sendAway(ClientSocket client, MessageWriter out, Problem problem)
        throws IOException {
      out.abandon();
      Remarks.fatal(out, problem);
      out.flush();
      client.linger();
    }

    @Override
    public byte[] farewell(Problem reason) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      MessageWriter out = new MessageWriter(bytes::write);
      Remarks.fatal(out, reason);
      try {
        out.flush();
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      return bytes.toByteArray();
    }

    @Override
    public void cancelAll() {
      keys.cancelAll();
    }
  }
}
