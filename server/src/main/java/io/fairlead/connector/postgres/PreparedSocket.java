package io.fairlead.connector.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// How the driver comes to our socket: it makes its factory by class name, in the thread that
/// connects, and is given the one socket that is bound there. It can open none by itself.
public final class PreparedSocket extends SocketFactory {
  static final ScopedValue<Socket> CURRENT = ScopedValue.newInstance();

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = CURRENT.get();
    if (socket.isClosed()) {
      throw new IOException("the socket was used already");
    }
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw refused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw refused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw refused();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    throw refused();
  }

  private static IOException refused() {
    return new IOException("only the prepared socket may be used");
  }
}
