package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// TLS as a connection's options want it: certificates and keys are PEM contents, never files.
///
/// @param certificate what we show to the server
/// @param key belongs to `certificate`
/// @param authority who may have signed the server's certificate; the JDK's own list when empty
public record Tls(
    Verify verify,
    Optional<TextOrSecret> certificate,
    Optional<OptionValue.SecretUse> key,
    Optional<TextOrSecret> authority) {

  /// The server must be who it says it is, by the JDK's own list of authorities.
  public static Tls verified() {
    return new Tls(Verify.HOST, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// How much of the server's certificate counts.
  public enum Verify {
    /// Encrypts only; somebody in the middle is not noticed.
    NOTHING,
    /// Signed by the authority, for whatever host.
    AUTHORITY,
    /// Signed by the authority and made for this host.
    HOST
  }

  /// Makes a TLS connection over a connected socket.
  ///
  /// @param host the name that the certificate must be for
  public SSLSocket over(Socket plain, String host, Attempt attempt, Reveal permission)
      throws StepFailed, IOException {
    SSLSocket socket = layer(host, attempt, permission).over(plain);
    try {
      socket.startHandshake();
    } catch (SSLException failure) {
      throw cause(failure).orElseThrow();
    }
    attempt.note(socket.getSession().getProtocol());
    return socket;
  }

  /// TLS whose certificates and keys are read already, for a driver that asks for its socket in the
  /// middle of its protocol and shakes hands by itself. [#cause] tells what went wrong.
  public Layer layer(String host, Attempt attempt, Reveal permission) throws StepFailed {
    return new Layer(context(attempt, permission), verify == Verify.HOST, host);
  }

  /// What decides about the server's certificate, for a driver that makes its own TLS socket and
  /// does not tell it the host. [#cause] tells what went wrong.
  public X509ExtendedTrustManager trust(String host, Attempt attempt, Reveal permission)
      throws StepFailed {
    return trust(attempt, permission).forHost(host);
  }

  /// See [#layer].
  public static final class Layer {
    private final SSLContext context;
    private final boolean checkHost;
    private final String host;

    private Layer(SSLContext context, boolean checkHost, String host) {
      this.context = context;
      this.checkHost = checkHost;
      this.host = host;
    }

    /// The same for another host.
    Layer forHost(String other) {
      return new Layer(context, checkHost, other);
    }

    /// A TLS socket over a connected one, before its handshake.
    public SSLSocket over(Socket plain) throws IOException {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      if (checkHost) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      socket.setSSLParameters(parameters);
      return socket;
    }
  }

  /// What went wrong in TLS; empty when a driver failed for another reason.
  public static Optional<StepFailed> cause(Throwable failure) {
    boolean shaking = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerTrust.WrongHost) {
        return Optional.of(
            new StepFailed(
                "the server's certificate is for another host",
                "Use the host name in the certificate, or verify the authority alone."));
      }
      if (cause instanceof ServerTrust.UnknownAuthority) {
        return Optional.of(
            new StepFailed(
                "the server's certificate is not signed by a known authority, or is not valid now",
                "Set SSL CERTIFICATE AUTHORITY to the certificate of the authority that signed"
                    + " it."));
      }
      if (shaking && cause instanceof InterruptedIOException) {
        return Optional.of(new StepFailed("no answer in time"));
      }
      shaking |= cause instanceof SSLException;
    }
    return shaking
        ? Optional.of(
            new StepFailed(
                "the TLS handshake failed",
                "The server may not speak TLS here, or may want a client certificate."))
        : Optional.empty();
  }

  private SSLContext context(Attempt attempt, Reveal permission) throws StepFailed {
    ServerTrust trust = trust(attempt, permission);
    KeyManager[] keys = keys(attempt, permission);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("TLS is not available", failure);
    }
  }

  private ServerTrust trust(Attempt attempt, Reveal permission) throws StepFailed {
    if (verify == Verify.NOTHING) {
      return ServerTrust.everybody();
    }
    try {
      KeyStore roots = null;
      if (authority.isPresent()) {
        roots = emptyStore();
        int number = 0;
        for (X509Certificate root : certificates(authority.get().reveal(attempt, permission))) {
          roots.setCertificateEntry("root" + number++, root);
        }
        if (number == 0) {
          throw new StepFailed("SSL CERTIFICATE AUTHORITY holds no certificate in PEM form");
        }
      }
      return ServerTrust.of(roots, verify == Verify.HOST);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException broken) {
      throw new StepFailed("SSL CERTIFICATE AUTHORITY is not a certificate in PEM form");
    }
  }

  private KeyManager @org.jspecify.annotations.Nullable [] keys(Attempt attempt, Reveal permission)
      throws StepFailed {
    if (certificate.isEmpty() || key.isEmpty()) {
      return null;
    }
    try (SecretBytes secret = attempt.secret(key.get())) {
      List<X509Certificate> chain = certificates(certificate.get().reveal(attempt, permission));
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "client",
          privateKey(secret.revealText(permission)),
          new char[0],
          chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException broken) {
      throw new StepFailed(
          "SSL CERTIFICATE and SSL KEY are not a certificate and its key in PEM form",
          "The key must not be encrypted.");
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(String pem)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          found.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    }
    return found;
  }

  private static PrivateKey privateKey(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        if (next instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (next instanceof PEMKeyPair pair) {
          return converter.getKeyPair(pair).getPrivate();
        }
      }
    }
    throw new IOException("no key");
  }
}
