package io.fairlead.wire.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A bound of three, on a bare port.
@Timeout(60)
class OpenConnectionsTest {
  private static final int MOST = 3;
  private final Server server = new Server();
  private final ServerConnector port = new ServerConnector(server, 1, 1);
  private final OpenConnections open = new OpenConnections(MOST, () -> 0);
  private final Deque<Socket> sockets = new ArrayDeque<>();

  private static final class Empty extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      callback.succeeded();
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    port.setHost("127.0.0.1");
    port.addBean(open);
    server.addConnector(port);
    server.setHandler(new Empty());
    server.start();
    open.start();
  }

  @AfterEach
  void stop() throws Exception {
    while (!sockets.isEmpty()) {
      sockets.pop().close();
    }
    open.close();
    server.stop();
  }

  @Test
  void soManyAreServedAndNotOneMoreUntilOneLeaves() throws Exception {
    for (int i = 0; i < MOST; i++) {
      assertTrue(isServed());
    }
    assertFalse(isServed());
    sockets.removeLast().close();
    // The server learns of it a little later.
    while (!isServed()) {
      sockets.pop().close();
    }
  }

  private boolean isServed() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.getLocalPort());
    sockets.push(socket);
    try {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (SocketException refused) {
      return false;
    }
  }
}
