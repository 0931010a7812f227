package io.fairlead.connector;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Whether a certificate is for a host, by its subject alternative names alone (RFC 9525). Only for
/// drivers whose TLS sockets do not know their host; where they do, the JDK decides.
final class HostNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private HostNames() {}

  static boolean cover(X509Certificate certificate, String host)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null) {
      return false;
    }
    for (List<?> name : names) {
      if (name.get(1) instanceof String text
          && switch ((Integer) name.get(0)) {
            case DNS_NAME -> isNamed(host, text);
            case IP_ADDRESS -> isAddressed(host, text);
            default -> false;
          }) {
        return true;
      }
    }
    return false;
  }

  /// A star stands for one whole label, the first, and never for a name below the root.
  private static boolean isNamed(String host, String pattern) {
    String name = lower(host);
    String wanted = lower(pattern);
    if (!wanted.startsWith("*.")) {
      return name.equals(wanted);
    }
    String domain = wanted.substring(1);
    int dot = name.indexOf('.');
    return dot > 0 && domain.indexOf('.', 1) > 0 && name.substring(dot).equals(domain);
  }

  private static String lower(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isAddressed(String host, String address) {
    try {
      return InetAddress.ofLiteral(host).equals(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
