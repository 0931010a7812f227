package io.fairlead.connector.iceberg;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Percent encoding that queries, forms and signatures read alike.
final class Encoding {
  private Encoding() {}

  static String of(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
