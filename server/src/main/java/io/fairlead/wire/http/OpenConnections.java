package io.fairlead.wire.http;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The open connections of the port: so many, and each no longer than its client keeps its deadlines.
/// Jetty's own idle time begins anew with every byte, so it does not bound a client that sends or
/// takes one byte at a time.
final class OpenConnections implements Connection.Listener, AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);

  /// What one client has to do until when; nothing while it waits for its answer.
  private static final class Client {
    private volatile @Nullable Deadline deadline;
  }

  private final int most;
  private final LongSupplier nanoTime;
  private final Map<EndPoint, Client> clients = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param most one more is closed at once, without an answer
  OpenConnections(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  void start() {
    Thread.ofVirtual().name("http-deadlines").start(this::watch);
  }

  /// Called twice for a connection with TLS: for what is below it, and for what is in it.
  @Override
  public void onOpened(Connection connection) {
    EndPoint socket = socket(connection.getEndPoint());
    Client client = new Client();
    client.deadline = Deadline.after(Limits.HTTP_IDLE, nanoTime);
    clients.putIfAbsent(socket, client);
    if (clients.size() > most) {
      socket.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    clients.remove(socket(connection.getEndPoint()));
  }

  /// The client must have done its part within this time, or its connection is closed.
  void within(Duration time, Request request) {
    set(request, Deadline.after(time, nanoTime));
  }

  /// The next move is the server's.
  void unlimited(Request request) {
    set(request, null);
  }

  private void set(Request request, @Nullable Deadline deadline) {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    Client client = clients.get(socket(end));
    if (client != null) {
      client.deadline = deadline;
    }
  }

  private static EndPoint socket(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? socket(wrapper.unwrap()) : end;
  }

  private void watch() {
    try {
      while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        clients.forEach(
            (socket, client) -> {
              Deadline deadline = client.deadline;
              if (deadline != null && deadline.hasPassed()) {
                socket.close();
              }
            });
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
