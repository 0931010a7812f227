package io.fairlead.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// How a driver comes to our socket: it makes its factory by class name, in the thread that
/// connects, and is given the one socket that is bound there, once. It can open none by itself, so
/// a server that sends it elsewhere ends the attempt.
public final class PreparedSocket extends SocketFactory {
  /// An address that leads nowhere (RFC 5737), for drivers that look up the name of their host
  /// before they ask for a socket. A name service is never asked for an address.
  public static final String NOWHERE = "192.0.2.1";

  private static final ScopedValue<AtomicReference<@Nullable Socket>> CURRENT =
      ScopedValue.newInstance();

  /// Runs `connect`, in which a driver may have `socket`.
  public static <T, X extends Exception> T during(
      Socket socket, ScopedValue.CallableOp<T, X> connect) throws X {
    return ScopedValue.where(CURRENT, new AtomicReference<@Nullable Socket>(socket)).call(connect);
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = CURRENT.get().getAndSet(null);
    if (socket == null) {
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
