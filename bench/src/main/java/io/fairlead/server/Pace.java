package io.fairlead.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A network of a known pace: passes on connections to another port of this machine, and what comes
/// back on all of them together no faster than so many bytes a second.
final class Pace {
  private static final int AT_ONCE = 128 * 1024;

  /// What a moment without bytes may be made up for.
  private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long bytesPerSecond;

  /// When the line is free again, by [System#nanoTime].
  private long free = System.nanoTime();

  private Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  static void serve(int port, int to, long bytesPerSecond) throws IOException {
    Pace pace = new Pace(bytesPerSecond);
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(port, 50, here)) {
      System.out.println("ready");
      while (true) {
        Socket client = server.accept();
        Socket service = new Socket(here, to);
        Thread.startVirtualThread(() -> pace.copy(client, service, false));
        Thread.startVirtualThread(() -> pace.copy(service, client, true));
      }
    }
  }

  private void copy(Socket from, Socket to, boolean isPaced) {
    byte[] buffer = new byte[AT_ONCE];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (isPaced) {
          await(count);
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException ended) {
      // One side has closed: then both are closed.
    }
  }

  private void await(int bytes) {
    long mine;
    synchronized (this) {
      mine = Math.max(free, System.nanoTime() - CREDIT_NANOS);
      free = mine + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
      mine = free;
    }
    for (long left = mine - System.nanoTime(); left > 0; left = mine - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
