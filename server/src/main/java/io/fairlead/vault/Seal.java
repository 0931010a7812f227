package io.fairlead.vault;

import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals values that stay in memory for a while, under a key that ends with the process: a search of
/// a memory dump for texts does not find them. Whoever finds the key there as well opens them.
final class Seal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;
  private final Reveal reveal;

  private Seal(SecretKeySpec key, SecureRandom random, Reveal reveal) {
    this.key = key;
    this.random = random;
    this.reveal = reveal;
  }

  static Seal fresh(SecureRandom random, Reveal reveal) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new Seal(new SecretKeySpec(key, "AES"), random, reveal);
  }

  byte[] close(SecretBytes value) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] plain = value.reveal(reveal);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return whole;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java does not seal", missing);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  SecretBytes open(byte[] whole) {
    byte[] plain = {};
    try {
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      plain =
          cipher(Cipher.DECRYPT_MODE, nonce)
              .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return SecretBytes.of(plain);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a value in memory does not open", broken);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
