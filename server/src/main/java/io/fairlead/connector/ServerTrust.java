package io.fairlead.connector;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Decides about a server's certificate, and says by the type of the exception which of the two
/// questions was answered with no: who signed it, and for which host it is.
final class ServerTrust extends X509ExtendedTrustManager {
  static final class UnknownAuthority extends CertificateException {}

  static final class WrongHost extends CertificateException {}

  private final @Nullable X509ExtendedTrustManager authorities;
  private final boolean checkHost;

  /// Null where the socket knows its host.
  private final @Nullable String host;

  private ServerTrust(
      @Nullable X509ExtendedTrustManager authorities, boolean checkHost, @Nullable String host) {
    this.authorities = authorities;
    this.checkHost = checkHost;
    this.host = host;
  }

  /// For encryption without identity.
  static ServerTrust everybody() {
    return new ServerTrust(null, false, null);
  }

  /// The same for a socket that does not know to which host it goes.
  ServerTrust forHost(String name) {
    return new ServerTrust(authorities, checkHost, name);
  }

  /// @param roots null for the JDK's own list
  static ServerTrust of(@Nullable KeyStore roots, boolean checkHost)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return new ServerTrust(extended, checkHost, null);
      }
    }
    throw new IllegalStateException("the JDK has no extended trust manager");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (authorities == null) {
      return;
    }
    try {
      authorities.checkServerTrusted(chain, authType);
    } catch (CertificateException unknown) {
      throw new UnknownAuthority();
    }
    if (checkHost && host != null) {
      if (!HostNames.cover(chain[0], host)) {
        throw new WrongHost();
      }
    } else if (checkHost) {
      try {
        authorities.checkServerTrusted(chain, authType, socket);
      } catch (CertificateException wrong) {
        throw new WrongHost();
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only sockets are used");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only sockets are used");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only servers are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only servers are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only servers are checked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
