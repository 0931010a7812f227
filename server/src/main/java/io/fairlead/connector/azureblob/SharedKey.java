package io.fairlead.connector.azureblob;

import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.StepFailed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of a storage account, and how it signs.
record SharedKey(String account, byte[] key) {
  /// The headers that are signed by their place, in order; the length of the body stands third.
  private static final List<String> SIGNED =
      List.of(
          "Content-Encoding",
          "Content-Language",
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  /// @throws StepFailed when it is no such key; nothing of it is quoted
  static SharedKey read(String account, String base64) throws StepFailed {
    try {
      byte[] key = Base64.getDecoder().decode(base64.strip());
      if (key.length > 0) {
        return new SharedKey(account, key);
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below.
    }
    throw new StepFailed(
        "the account key is not in base64", "Use the key as Azure gives it, without its name.");
  }

  /// The value of the header `Authorization` of a request that is complete but for it.
  String authorization(HttpRequest request) {
    StringBuilder text = new StringBuilder(request.method());
    for (String name : SIGNED) {
      text.append('\n').append(request.headers().getOrDefault(name, ""));
      if (name.equals("Content-Language") && request.body().length > 0) {
        text.append('\n').append(request.body().length);
      } else if (name.equals("Content-Language")) {
        text.append('\n');
      }
    }
    text.append('\n');
    new TreeMap<>(request.headers())
        .forEach(
            (name, value) -> {
              if (name.toLowerCase(Locale.ROOT).startsWith("x-ms-")) {
                text.append(name.toLowerCase(Locale.ROOT)).append(':').append(value).append('\n');
              }
            });
    String[] halves = request.target().split("\\?", 2);
    text.append('/').append(account).append(halves[0]);
    query(halves.length < 2 ? "" : halves[1])
        .forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
    return "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(sign(text.toString()));
  }

  /// By name, decoded.
  private static SortedMap<String, String> query(String text) {
    SortedMap<String, String> query = new TreeMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
      String[] halves = pair.split("=", 2);
      query.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java cannot sign with HMAC", failure);
    }
  }

  @Override
  public String toString() {
    return "‹account key›";
  }
}
