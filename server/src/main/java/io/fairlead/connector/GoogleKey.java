package io.fairlead.connector;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON file that Google Cloud hands out for a service account.
public record GoogleKey(String email, String id, PrivateKey key) {
  /// The only address that such a key may name. Another one would be sent a proof with which its
  /// owner could sign in.
  static final String TOKEN_URI = "https://oauth2.googleapis.com/token";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @throws StepFailed when it is no such file; nothing of it is quoted
  public static GoogleKey read(String text) throws StepFailed {
    JsonNode file =
        json(text).or(() -> decoded(text)).orElseThrow(() -> notAKey("it is not in JSON"));
    if (!file.path("token_uri").asString("").equals(TOKEN_URI)) {
      throw notAKey("its token_uri is not " + TOKEN_URI);
    }
    String email = file.path("client_email").asString("");
    if (!email.matches("[A-Za-z0-9._@-]{3,320}")) {
      throw notAKey("its client_email is missing or is not an address");
    }
    return new GoogleKey(
        email,
        file.path("private_key_id").asString(""),
        privateKey(file.path("private_key").asString("")));
  }

  /// Databend's connections have the file in base64.
  private static Optional<JsonNode> decoded(String text) {
    try {
      byte[] file = Base64.getDecoder().decode(text.strip());
      return json(new String(file, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  /// Reports what is no such file.
  public static void check(String text, Problems problems) {
    try {
      read(text);
    } catch (StepFailed wrong) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, wrong.cause()).withHint(wrong.hint()));
    }
  }

  private static PrivateKey privateKey(String pem) throws StepFailed {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
        if (key.getAlgorithm().equals("RSA")) {
          return key;
        }
      }
    } catch (IOException | IllegalArgumentException broken) {
      // Said below.
    }
    throw notAKey("its private_key is not an RSA key in PEM form");
  }

  private static StepFailed notAKey(String why) {
    return new StepFailed(
        "the secret of SERVICE ACCOUNT KEY is not a key of a service account: " + why,
        "Use the JSON file as Google Cloud gives it.");
  }

  @Override
  public String toString() {
    return "‹service account key›";
  }
}
