package io.fairlead.wire.postgres;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/// The `tls-server-end-point` of RFC 5929: the certificate hashed with the hash of its signature,
/// where MD5 and SHA-1 count as SHA-256.
final class ChannelBinding {
  private ChannelBinding() {}

  /// Empty when the signature has no hash of its own (Ed25519) or one that the name does not tell
  /// (RSASSA-PSS): then nothing may be offered, rather than a binding to something else.
  static Optional<byte[]> endPoint(X509Certificate certificate) {
    String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = signature.indexOf("WITH");
    if (with < 0) {
      return Optional.empty();
    }
    String hash =
        switch (signature.substring(0, with)) {
          case "MD5", "SHA1", "SHA-1", "SHA256" -> "SHA-256";
          case "SHA224" -> "SHA-224";
          case "SHA384" -> "SHA-384";
          case "SHA512" -> "SHA-512";
          default -> "";
        };
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("cannot hash the server's certificate", impossible);
    }
  }
}
