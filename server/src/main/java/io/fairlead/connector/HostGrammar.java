package io.fairlead.connector;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// What may stand where a host is wanted: a DNS name of letters, digits and hyphens, a strict
/// dotted quad, or an IPv6 address without a zone. What is not accepted here reaches no resolver:
/// `127.1`, `0177.0.0.1` and `2130706433` mean different hosts to different programs.
public final class HostGrammar {
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern LIKE_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)");
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
  private static final int LONGEST = 253;

  private HostGrammar() {}

  /// The host without the brackets of an IPv6 address; empty when `text` is no host.
  public static Optional<String> read(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      String inside = text.substring(1, text.length() - 1);
      return inside.indexOf(':') >= 0 ? literal(inside).map(_ -> inside) : Optional.empty();
    }
    boolean valid = literal(text).isPresent() || isName(text);
    return valid ? Optional.of(text) : Optional.empty();
  }

  /// The address that `host` spells out; empty when it is a name.
  static Optional<InetAddress> literal(String host) {
    try {
      if (host.length() <= LONGEST
          && (QUAD.matcher(host).matches() || IPV6.matcher(host).matches())) {
        return Optional.of(InetAddress.ofLiteral(host));
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said by the empty answer.
    }
    return Optional.empty();
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST
        && NAME.matcher(text).matches()
        && !LIKE_A_NUMBER.matcher(text).matches();
  }
}
