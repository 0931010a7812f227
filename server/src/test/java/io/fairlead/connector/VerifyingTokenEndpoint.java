package io.fairlead.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gives a token for a proof that the one account that it knows has signed, now and for Google.
public record VerifyingTokenEndpoint(String email, PublicKey key) implements HttpPeer.Behaviour {
  public static final String TOKEN = "ya29.canary";

  private static final String GRANT =
      "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String form = URLDecoder.decode(asked.body(), StandardCharsets.UTF_8);
    if (!asked.line().equals("POST /token HTTP/1.1") || !form.startsWith(GRANT)) {
      HttpPeer.write(out, 400, "{\"error\": \"invalid_request\"}");
    } else if (isProof(form.substring(GRANT.length()))) {
      HttpPeer.write(out, 200, "{\"access_token\": \"" + TOKEN + "\", \"expires_in\": 3599}");
    } else {
      HttpPeer.write(out, 400, "{\"error\": \"invalid_grant\"}");
    }
  }

  private boolean isProof(String token) {
    String[] parts = token.split("\\.");
    JsonNode header = JSON.readTree(decoded(parts[0]));
    JsonNode claims = JSON.readTree(decoded(parts[1]));
    long now = Instant.now().getEpochSecond();
    return header.path("alg").asString("").equals("RS256")
        && claims.path("iss").asString("").equals(email)
        && claims.path("aud").asString("").equals("https://oauth2.googleapis.com/token")
        && claims.path("scope").asString("").startsWith("https://www.googleapis.com/auth/")
        && claims.path("iat").asLong(0) <= now + 60
        && claims.path("exp").asLong(0) > now
        && isSigned(parts[0] + "." + parts[1], decoded(parts[2]));
  }

  private boolean isSigned(String text, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(text.getBytes(StandardCharsets.US_ASCII));
      return check.verify(signature);
    } catch (GeneralSecurityException wrong) {
      return false;
    }
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
