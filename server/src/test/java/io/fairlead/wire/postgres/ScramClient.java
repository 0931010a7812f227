package io.fairlead.wire.postgres;

import io.fairlead.session.SignIn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of SCRAM-SHA-256, written from the RFC and not from the server's code.
final class ScramClient {
  private final String password;
  private final String header;
  private final byte[] binding;
  private final String firstBare;
  private byte[] salted = {};
  private String authMessage = "";

  ScramClient(String user, String password, String nonce, String header, byte[] binding) {
    this.password = password;
    this.header = header;
    this.binding = binding;
    this.firstBare = "n=" + user + ",r=" + nonce;
  }

  static SignIn.Verifier verifier(String password, byte[] salt, int iterations, boolean genuine) {
    byte[] salted = salted(password, salt, iterations);
    return new SignIn.Verifier(
        iterations, salt, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"), genuine);
  }

  String first() {
    return header + firstBare;
  }

  String last(String serverFirst) {
    String[] parts = serverFirst.split(",");
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    salted = salted(password, salt, Integer.parseInt(parts[2].substring(2)));
    byte[] head = header.getBytes(StandardCharsets.US_ASCII);
    byte[] bound = new byte[head.length + binding.length];
    System.arraycopy(head, 0, bound, 0, head.length);
    System.arraycopy(binding, 0, bound, head.length, binding.length);
    String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
    authMessage = firstBare + "," + serverFirst + "," + withoutProof;
    byte[] proof = hmac(salted, "Client Key");
    byte[] signature = hmac(sha256(proof), authMessage);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  /// What the server must say at the end to prove that it knows the verifier.
  String expectedServerLast() {
    return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), authMessage));
  }

  private static byte[] salted(String password, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
          .getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
