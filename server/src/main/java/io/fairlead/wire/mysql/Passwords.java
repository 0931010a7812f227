package io.fairlead.wire.mysql;

import io.fairlead.base.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;

/// The arithmetic of `caching_sha2_password`: a client proves a password by the exclusive or of its
/// hash and a hash of the nonce, so that the hash of the hash is enough to check it.
final class Passwords {
  static final int PROOF_BYTES = 32;

  private Passwords() {}

  /// What a server may know instead of the password.
  static byte[] known(byte[] password) {
    return Sha256.of(Sha256.of(password));
  }

  /// Whether a proof is that of the password.
  static boolean proves(byte[] proof, byte[] known, byte[] nonce) {
    byte[] hash = xor(proof, mask(known, nonce));
    return MessageDigest.isEqual(Sha256.of(hash), known);
  }

  /// What a client sends.
  static byte[] proof(byte[] password, byte[] nonce) {
    byte[] hash = Sha256.of(password);
    return xor(hash, mask(Sha256.of(hash), nonce));
  }

  private static byte[] mask(byte[] known, byte[] nonce) {
    byte[] both = Arrays.copyOf(known, known.length + nonce.length);
    System.arraycopy(nonce, 0, both, known.length, nonce.length);
    return Sha256.of(both);
  }

  /// The second is used again and again when it is shorter.
  static byte[] xor(byte[] one, byte[] other) {
    byte[] made = one.clone();
    for (int i = 0; i < made.length; i++) {
      made[i] ^= other[i % other.length];
    }
    return made;
  }
}
