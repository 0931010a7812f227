package io.fairlead.connector;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The signed statement (a JSON Web Token, RS256) that is exchanged for an access token.
final class GoogleProof {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private GoogleProof() {}

  static String of(GoogleKey key, Instant now) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    if (!key.id().isEmpty()) {
      header.put("kid", key.id());
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", key.email());
    claims.put("scope", SCOPE);
    claims.put("aud", GoogleKey.TOKEN_URI);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    String text = part(header) + "." + part(claims);
    return text + "." + encoded(signature(key, text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String part(Map<String, Object> values) {
    return encoded(JSON.writeValueAsBytes(values));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] signature(GoogleKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.key());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java cannot sign with RSA", failure);
    }
  }
}
