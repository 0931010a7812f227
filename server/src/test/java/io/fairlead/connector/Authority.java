package io.fairlead.connector;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of a test.
public final class Authority {
  /// A certificate with its key.
  public record Identity(X509Certificate certificate, PrivateKey key) {
    public String certificatePem() {
      return pem(certificate);
    }

    public String keyPem() {
      try {
        return pem(new JcaPKCS8Generator(key, null));
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /// For a server that shows this certificate.
    ///
    /// @param clients by whose certificates it knows its clients
    public SSLContext context(Optional<Authority> clients) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
        if (clients.isPresent()) {
          store.setCertificateEntry("clients", clients.get().self.certificate());
        }
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
      } catch (GeneralSecurityException | IOException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  private final Identity self;
  private int serial = 1;

  public Authority(String name) {
    KeyPair keys = keys();
    this.self = new Identity(sign(name, keys, name, keys.getPrivate(), null), keys.getPrivate());
  }

  public String pem() {
    return self.certificatePem();
  }

  /// A certificate for a DNS name or an IPv4 address.
  public Identity issue(String host) {
    KeyPair keys = keys();
    int kind = host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
    String issuer = self.certificate().getSubjectX500Principal().getName().substring(3);
    X509Certificate certificate =
        sign(host, keys, issuer, self.key(), new GeneralNames(new GeneralName(kind, host)));
    return new Identity(certificate, keys.getPrivate());
  }

  private X509Certificate sign(
      String subject,
      KeyPair keys,
      String issuer,
      PrivateKey signer,
      @org.jspecify.annotations.Nullable GeneralNames names) {
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + issuer),
              BigInteger.valueOf(serial++),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofHours(24))),
              new X500Name("CN=" + subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names == null));
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString();
  }
}
