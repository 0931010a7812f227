package io.fairlead.connector.azureblob;

import io.fairlead.connector.StepFailed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of a storage account, and how it signs.
record SharedKey(String account, byte[] key) {
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

  /// The value of the header `Authorization` of a GET without a body.
  ///
  /// @param path as it is sent
  /// @param headers those that begin with `x-ms-`, in lower case
  /// @param query by name, not encoded
  String authorization(
      String path, SortedMap<String, String> headers, SortedMap<String, String> query) {
    // The method, and eleven headers of which none is sent.
    String text =
        "GET"
            + "\n".repeat(12)
            + lines(headers)
            + "/"
            + account
            + path
            + query.entrySet().stream()
                .map(entry -> "\n" + entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining());
    return "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(sign(text));
  }

  private static String lines(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue() + "\n")
        .collect(Collectors.joining());
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
