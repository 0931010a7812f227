package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// A secret that is easy to find again, whatever was done to its bytes.
final class Canary {
  private final String text;
  private final Map<String, byte[]> forms = new LinkedHashMap<>();

  Canary(String text) {
    this.text = text;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    forms.put("plain", bytes);
    forms.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
    forms.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
    forms.put("hex", HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
    forms.put(
        "URL", URLEncoder.encode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = (" ".repeat(shift) + text).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The first and last letters depend on the neighbours.
      String core = base64.substring(4, base64.length() - 3);
      forms.put("base64+" + shift, core.getBytes(StandardCharsets.US_ASCII));
    }
  }

  String text() {
    return text;
  }

  boolean isIn(byte[] sink) {
    return forms.values().stream().anyMatch(form -> contains(sink, form));
  }

  void mustNotBeIn(String name, byte[] sink) {
    forms.forEach(
        (form, bytes) -> {
          if (contains(sink, bytes)) {
            fail(name + " holds the secret in its form " + form);
          }
        });
  }

  private static boolean contains(byte[] sink, byte[] form) {
    outer:
    for (int i = 0; i <= sink.length - form.length; i++) {
      for (int j = 0; j < form.length; j++) {
        if (sink[i + j] != form[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
