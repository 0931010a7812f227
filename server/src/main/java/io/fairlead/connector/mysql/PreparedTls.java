package io.fairlead.connector.mysql;

import io.fairlead.connector.Tls;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/// How the driver comes to our TLS: it finds this class as a service, in the thread that connects,
/// and is given the layer that is bound there.
public final class PreparedTls implements TlsSocketPlugin {
  static final String TYPE = "fairlead";

  static final ScopedValue<Offer> CURRENT = ScopedValue.newInstance();

  /// One connection's TLS, and what came of it.
  static final class Offer {
    private final Tls.Layer layer;
    private @Nullable SSLSocket taken;

    Offer(Tls.Layer layer) {
      this.layer = layer;
    }

    /// Whether the driver got as far as asking for it, which it does when the server offers TLS.
    boolean isTaken() {
      return taken != null;
    }

    /// `TLSv1.3`; call it only after a sign-in.
    String protocol() {
      return taken == null ? "none" : taken.getSession().getProtocol();
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  /// None: with these the driver makes a factory that we do not use, and that would trust nobody.
  @Override
  public TrustManager[] getTrustManager(
      Configuration configuration, ExceptionFactory exceptions, HostAddress host) {
    return new TrustManager[0];
  }

  @Override
  public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) {
    return new KeyManager[0];
  }

  @Override
  public SSLSocket createSocket(Socket socket, SSLSocketFactory factory, String peerHost)
      throws IOException {
    Offer offer = CURRENT.get();
    SSLSocket encrypted = offer.layer.over(socket);
    offer.taken = encrypted;
    return encrypted;
  }
}
