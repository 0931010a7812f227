package io.fairlead.secret;

import io.fairlead.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// What is kept of a password: enough to check it with SCRAM-SHA-256 (RFC 5802, RFC 7677), not
/// enough to sign in with. Its text form is PostgreSQL's
/// `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`.
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
  /// Paid by the client at each sign-in. More would be better, but pgjdbc refuses above 100,000.
  public static final int ITERATIONS = 65_536;

  /// What RFC 7677 asks for at least.
  public static final int LEAST_ITERATIONS = 4096;

  /// What common clients still accept.
  public static final int MOST_ITERATIONS = 100_000;

  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final int KEY_BITS = 256;

  public static ScramVerifier make(String password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    byte[] clientKey = Sha256.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
    return new ScramVerifier(
        iterations,
        salt.clone(),
        Sha256.of(clientKey),
        Sha256.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)));
  }

  /// @throws IllegalArgumentException when the text is not a verifier
  public static ScramVerifier parse(String text) {
    String[] parts = text.split("[$:]", -1);
    if (parts.length != 5 || !parts[0].equals(MECHANISM)) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] storedKey = base64.decode(parts[3]);
    byte[] serverKey = base64.decode(parts[4]);
    if (storedKey.length != KEY_BITS / 8 || serverKey.length != KEY_BITS / 8) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
    return new ScramVerifier(
        Integer.parseInt(parts[1]), base64.decode(parts[2]), storedKey, serverKey);
  }

  public String toText() {
    Base64.Encoder base64 = Base64.getEncoder();
    return MECHANISM
        + "$"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  /// Whether this is the password, for protocols whose clients send it inside TLS.
  public boolean matches(String password) {
    byte[] salted = salted(password, salt, iterations);
    byte[] clientKey = Sha256.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
    return MessageDigest.isEqual(Sha256.of(clientKey), storedKey);
  }

  /// SASLprep reduced to its normal form NFKC: what it forbids is accepted as it is.
  private static byte[] salted(String password, byte[] salt, int iterations) {
    String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(normal.toCharArray(), salt, iterations, KEY_BITS))
          .getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", missing);
    }
  }

  @Override
  public String toString() {
    return "ScramVerifier[…]";
  }
}
