package io.fairlead.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// A server that accepts and then misbehaves.
public final class RoguePeer implements AutoCloseable {
  /// What it does with an accepted connection.
  public enum Behaviour {
    SILENT,
    FLOODS,
    SPEAKS_HTTP,
    HANGS_UP
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final CountDownLatch called = new CountDownLatch(1);

  private RoguePeer(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  public static RoguePeer start(Behaviour behaviour) throws IOException {
    RoguePeer peer =
        new RoguePeer(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), behaviour);
    Thread.ofVirtual().start(peer::serve);
    return peer;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Waits until somebody has connected.
  public void awaitCaller() throws InterruptedException {
    called.await();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        called.countDown();
        Thread.ofVirtual().start(() -> misbehave(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void misbehave(Socket socket) {
    try (socket;
        OutputStream out = socket.getOutputStream()) {
      switch (behaviour) {
        case SILENT -> socket.getInputStream().readAllBytes();
        case FLOODS -> {
          byte[] noise = new byte[8192];
          new Random(1).nextBytes(noise);
          while (true) {
            out.write(noise);
          }
        }
        case SPEAKS_HTTP -> {
          out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          socket.getInputStream().readAllBytes();
        }
        case HANGS_UP -> {}
      }
    } catch (IOException gone) {
      // The other side has had enough.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
