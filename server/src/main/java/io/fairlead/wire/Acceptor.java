package io.fairlead.wire;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One listening port: gives each client a virtual thread, within the bounds of [Limits], closes
/// clients whose deadline has passed, and ends them all when the server stops.
public final class Acceptor implements AutoCloseable {
  /// What a protocol does with a client.
  public interface Protocol {
    /// For the names of threads.
    String name();

    /// The whole life of one client; the socket is closed afterwards.
    void serve(ClientSocket client) throws IOException;

    /// The last message for a client that is sent away before or between its requests.
    byte[] farewell(Problem reason);

    /// Stops all running statements soon.
    void cancelAll();
  }

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration LAST_WAIT = Duration.ofSeconds(1);
  private static final int BACKLOG = 256;
  private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

  private final InetSocketAddress address;
  private final Protocol protocol;
  private final int mostOpen;
  private final LongSupplier nanoTime;
  private final Semaphore room;
  private final Set<ClientSocket> clients = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> signingIn = new ConcurrentHashMap<>();
  private final Set<ClientSocket> notSignedIn = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable ServerSocket server;

  /// @param mostOpen [Limits#OPEN_SOCKETS], or fewer in a test
  public Acceptor(
      InetSocketAddress address, Protocol protocol, int mostOpen, LongSupplier nanoTime) {
    this.address = address;
    this.protocol = protocol;
    this.mostOpen = mostOpen;
    this.nanoTime = nanoTime;
    this.room = new Semaphore(mostOpen);
  }

  /// Opens the port; clients are served when this returns.
  public void start() throws IOException {
    ServerSocket opened = new ServerSocket();
    try {
      opened.bind(address, BACKLOG);
    } catch (IOException taken) {
      opened.close();
      throw taken;
    }
    server = opened;
    Thread.ofVirtual().name(protocol.name() + "-accept").start(() -> accept(opened));
    Thread.ofVirtual().name(protocol.name() + "-deadlines").start(this::watch);
  }

  /// The real port when 0 was asked for.
  public int port() {
    ServerSocket opened = server;
    if (opened == null) {
      throw new IllegalStateException("not started");
    }
    return opened.getLocalPort();
  }

  private void accept(ServerSocket opened) {
    while (stopped.getCount() > 0) {
      try {
        admit(opened.accept());
      } catch (IOException failed) {
        // Closed by close(), or out of file descriptors: then wait until some client has left.
        if (stopped.getCount() > 0) {
          LOG.log(System.Logger.Level.WARNING, "cannot accept a client: {0}", failed.getClass());
          pause();
        }
      }
    }
  }

  private void admit(Socket raw) throws IOException {
    ClientSocket client = ClientSocket.accepted(raw, nanoTime, this::leaveQueue);
    if (!room.tryAcquire()) {
      refuse(client, "sorry, too many clients already");
      return;
    }
    if (signingIn.merge(client.source(), 1, Integer::sum) > Limits.SIGNING_IN_PER_SOURCE) {
      signingIn.computeIfPresent(client.source(), Acceptor::oneLess);
      room.release();
      refuse(client, "too many clients of this address are signing in");
      return;
    }
    notSignedIn.add(client);
    clients.add(client);
    Thread.ofVirtual().name(protocol.name() + "-client").start(() -> serve(client));
  }

  /// Writes a few bytes to a new socket, which cannot block.
  private void refuse(ClientSocket client, String message) {
    client.sendAway(protocol.farewell(Problem.of(ProblemKind.TOO_MANY_SESSIONS, message)));
  }

  private void serve(ClientSocket client) {
    try {
      protocol.serve(client);
    } catch (IOException gone) {
      // The client left or a deadline closed its socket; nobody is there to be told.
    } finally {
      leaveQueue(client);
      client.close();
      clients.remove(client);
      room.release();
    }
  }

  private void leaveQueue(ClientSocket client) {
    if (notSignedIn.remove(client)) {
      signingIn.computeIfPresent(client.source(), Acceptor::oneLess);
    }
  }

  private static @Nullable Integer oneLess(InetAddress source, int count) {
    return count == 1 ? null : count - 1;
  }

  private void watch() {
    // Outlives close() until the last client is gone: farewells have deadlines too.
    while (stopped.getCount() > 0 || room.availablePermits() < mostOpen) {
      clients.forEach(ClientSocket::expire);
      pause();
    }
  }

  private void pause() {
    try {
      new CountDownLatch(1).await(TICK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes no more clients, tells idle ones, waits for running statements, then cancels them and at
  /// last cuts the sockets. Ends within a few seconds whatever clients do.
  @Override
  public void close() throws IOException {
    ServerSocket opened = server;
    if (opened == null || stopped.getCount() == 0) {
      return;
    }
    stopped.countDown();
    opened.close();
    byte[] last =
        protocol.farewell(Problem.of(ProblemKind.STOPPING, "terminating session: server stops"));
    for (ClientSocket client : clients) {
      Thread.ofVirtual().name(protocol.name() + "-farewell").start(() -> client.stop(last));
    }
    if (allLeft(Limits.STOP)) {
      return;
    }
    protocol.cancelAll();
    if (!allLeft(LAST_WAIT)) {
      clients.forEach(ClientSocket::abort);
      allLeft(LAST_WAIT);
    }
  }

  private boolean allLeft(Duration wait) {
    try {
      if (!room.tryAcquire(mostOpen, wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      room.release(mostOpen);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
