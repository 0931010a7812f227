package io.fairlead.wire.mysql;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The MySQL port.
public final class MysqlServer implements AutoCloseable {
  /// What the server says it is: clients choose what they ask by its numbers.
  static final String VERSION = "8.0.36-fairlead";

  private final SignIn signIn;
  private final SignInThrottle throttle;
  private final Optional<TlsIdentity> tls;
  private final SecureRandom random;
  private final LongSupplier nanoTime;
  private final long started;
  private final PasswordKey key;
  private final FastSignIns known = new FastSignIns(Limits.FAST_SIGN_INS);
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Acceptor acceptor;

  /// @param tls empty: clients are told that there is none, and those on other hosts are refused
  /// @param random for nonces, the key for passwords and numbers of incidents
  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  public MysqlServer(
      InetSocketAddress address,
      SignIn signIn,
      SignInThrottle throttle,
      Optional<TlsIdentity> tls,
      SecureRandom random,
      LongSupplier nanoTime) {
    this.signIn = signIn;
    this.throttle = throttle;
    this.tls = tls;
    this.random = random;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.key = new PasswordKey(random);
    this.acceptor = new Acceptor(address, new Mysql(), Limits.OPEN_SOCKETS, nanoTime);
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

  private String statistics() {
    long seconds = (nanoTime.getAsLong() - started) / 1_000_000_000L;
    return "Uptime: " + seconds + "  Threads: " + sessions.size();
  }

  private final class Mysql implements Acceptor.Protocol {
    @Override
    public String name() {
      return "mysql";
    }

    @Override
    public void serve(ClientSocket client) throws IOException {
      Sequence sequence = new Sequence();
      PacketReader in = new PacketReader(client, sequence);
      PacketWriter out = new PacketWriter(client::write, sequence);
      Login login =
          new Login(client, in, out, tls, signIn, throttle, known, key, random);
      try {
        talk(client, in, out, login);
      } catch (ClientGone gone) {
        throw gone.reason();
      } catch (BrokenProtocol broken) {
        sendAway(client, out, login, broken.problem());
      } catch (Refusal refusal) {
        sendAway(client, out, login, refusal.problem());
      } catch (RuntimeException | StackOverflowError bug) {
        sendAway(client, out, login, Incident.report(bug, random));
      }
    }

    private void talk(ClientSocket client, PacketReader in, PacketWriter out, Login login)
        throws IOException {
      int number = signIn.number();
      LoginRequest request = login.request(number, VERSION);
      boolean again = false;
      Conversation.Next next = new Conversation.Next.ChangeUser(request);
      while (!(next instanceof Conversation.Next.Leave)) {
        if (next instanceof Conversation.Next.ChangeUser(LoginRequest other)) {
          request = other;
          login.authenticate(request, again);
        }
        try (Session session = open(client, number, request)) {
          sessions.add(session);
          try {
            if (!again) {
              client.signedIn();
              in.signedIn();
            }
            again = true;
            next =
                new Conversation(
                        session, login.capabilities(), in, out, random, MysqlServer.this::statistics)
                    .run();
          } finally {
            sessions.remove(session);
          }
        }
      }
    }

    private Session open(ClientSocket client, int number, LoginRequest request) {
      return signIn.open(
          new SignIn.Opening(
              request.user(),
              request.database(),
              request.settings(number),
              new SignIn.Client(
                  name(), number, client.source().getHostAddress(), client::cut)));
    }

    private void sendAway(ClientSocket client, PacketWriter out, Login login, Problem problem)
        throws IOException {
      out.abandon();
      Replies.error(out, problem, login.capabilities().has(Capabilities.PROTOCOL_41));
      out.flush();
      client.linger();
    }

    @Override
    public byte[] farewell(Problem reason) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PacketWriter out = new PacketWriter(bytes::write, new Sequence());
      Replies.error(out, reason, false);
      try {
        out.flush();
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      return bytes.toByteArray();
    }

    @Override
    public void cancelAll() {
      sessions.forEach(Session::cancel);
    }
  }
}
