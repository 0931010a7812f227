package io.fairlead.connector.sqlserver;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// How the driver comes to our judge of certificates: it makes this class by name, in the thread
/// that connects, and asks the judge that is bound there.
public final class PreparedTrust extends X509ExtendedTrustManager {
  static final ScopedValue<X509ExtendedTrustManager> CURRENT = ScopedValue.newInstance();

  /// Nobody is bound since the connection is not to be encrypted, and the server insists.
  static final class NotWanted extends CertificateException {}

  private final X509ExtendedTrustManager judge;

  /// @throws NotWanted when nobody is bound
  public PreparedTrust() throws NotWanted {
    judge = CURRENT.orElseThrow(NotWanted::new);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
