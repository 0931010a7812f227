package io.fairlead.wire.postgres;

import io.fairlead.base.Limits;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A real server on a free port over scripted sessions. Its clock is the real one plus what a test
/// adds, so that a deadline can pass without waiting for it.
final class RunningServer implements AutoCloseable {
  final ScriptedSignIn signIn = new ScriptedSignIn();
  private final AtomicLong added = new AtomicLong();
  private final PostgresServer server;

  private RunningServer(Optional<TlsIdentity> tls, int mostOpen) {
    LongSupplier nanoTime = () -> System.nanoTime() + added.get();
    server =
        new PostgresServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            signIn,
            new SignInThrottle(nanoTime, Limits.SIGN_IN_FAILURES_KEPT),
            tls,
            new SecureRandom(),
            nanoTime,
            mostOpen);
  }

  static RunningServer plain() throws IOException {
    return started(new RunningServer(Optional.empty(), Limits.OPEN_SOCKETS));
  }

  static RunningServer withTls(TlsIdentity identity) throws IOException {
    return started(new RunningServer(Optional.of(identity), Limits.OPEN_SOCKETS));
  }

  static RunningServer withRoomFor(int clients) throws IOException {
    return started(new RunningServer(Optional.empty(), clients));
  }

  private static RunningServer started(RunningServer running) throws IOException {
    running.server.start();
    return running;
  }

  int port() {
    return server.port();
  }

  void passTime(Duration time) {
    added.addAndGet(time.toNanos());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
