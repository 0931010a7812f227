package io.fairlead.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server without TLS, and counts the connections and the requests.
final class CountingRelay implements AutoCloseable {
  private static final byte[] END_OF_REQUEST_LINE =
      " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger requests = new AtomicInteger();
  private final ServerSocket listener =
      new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final int server;

  CountingRelay(int server) throws IOException {
    this.server = server;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.ofLiteral("127.0.0.1"), server);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> relay(client, upstream, true));
        Thread.ofVirtual().start(() -> relay(upstream, client, false));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(Socket from, Socket to, boolean counts) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      int matched = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; counts && i < read; i++) {
          matched = buffer[i] == END_OF_REQUEST_LINE[matched] ? matched + 1 : 0;
          if (matched == END_OF_REQUEST_LINE.length) {
            requests.incrementAndGet();
            matched = 0;
          }
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException gone) {
      // One side has had enough.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
