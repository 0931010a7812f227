package io.fairlead.connector;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// Connections that fill the queue of a listener that never accepts.
record FullQueue(List<Socket> sockets) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 500;
  private static final int MOST = 64;

  static FullQueue of(ServerSocket listener) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    while (sockets.size() < MOST) {
      Socket socket = new Socket();
      try {
        socket.connect(listener.getLocalSocketAddress(), PATIENCE_MILLIS);
        sockets.add(socket);
      } catch (SocketTimeoutException full) {
        socket.close();
        return new FullQueue(sockets);
      }
    }
    throw new IllegalStateException("the queue does not fill");
  }

  @Override
  public void close() {
    sockets.forEach(Quietly::close);
  }
}
