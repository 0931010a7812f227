package io.fairlead.wire.mysql;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/// The key with which clients on this machine send their password when they do not use TLS. Made when
/// it is asked for the first time, and never kept. Who sits in between could put another key in its
/// place, so it is not for other hosts.
final class PasswordKey {
  private static final int BITS = 2048;
  private static final int LINE = 64;

  private final SecureRandom random;
  private @Nullable KeyPair pair;

  PasswordKey(SecureRandom random) {
    this.random = random;
  }

  private synchronized KeyPair pair() throws GeneralSecurityException {
    KeyPair made = pair;
    if (made == null) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      made = generator.generateKeyPair();
      pair = made;
    }
    return made;
  }

  /// The public key in PEM.
  String publicText() {
    try {
      Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
      return "-----BEGIN PUBLIC KEY-----\n"
          + new String(lines.encode(pair().getPublic().getEncoded()), StandardCharsets.US_ASCII)
          + "\n-----END PUBLIC KEY-----\n";
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no RSA", missing);
    }
  }

  /// Empty for what was not encrypted with the key.
  Optional<byte[]> decrypt(byte[] message) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.DECRYPT_MODE, pair().getPrivate());
      return Optional.of(cipher.doFinal(message));
    } catch (GeneralSecurityException wrong) {
      return Optional.empty();
    }
  }
}
