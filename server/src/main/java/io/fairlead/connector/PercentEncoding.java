package io.fairlead.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Percent encoding that queries, forms and signatures read alike.
public final class PercentEncoding {
  private PercentEncoding() {}

  public static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /// The same for a path, whose slashes stay.
  public static String ofPath(String path) {
    return of(path).replace("%2F", "/");
  }
}
