package io.fairlead.connector.restapi;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Names of headers that a user may fill. What frames the message, names its host or speaks for a
/// proxy is none of them: a value there would make another request of ours.
final class HeaderName {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "cookie2",
          "date",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "keep-alive",
          "origin",
          "referer",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via");

  private HeaderName() {}

  static boolean isName(String text) {
    return TOKEN.matcher(text).matches();
  }

  static boolean mayBeFilled(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !OURS.contains(lower)
        && !lower.startsWith("proxy-")
        && !lower.startsWith("sec-")
        && !lower.startsWith("x-forwarded-");
  }
}
