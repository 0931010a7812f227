package io.fairlead.secret.local;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/// A secret behind its length and in front of zeros, so that the size of the sealed record tells only
/// one of a few classes: 64, 256, 1024, 4096 bytes and so on by fours.
final class Padding {
  private static final int SMALLEST = 64;
  private static final int STEP = 4;

  private Padding() {}

  static byte[] add(byte[] secret) {
    int size = SMALLEST;
    while (size < Integer.BYTES + secret.length) {
      size *= STEP;
    }
    return ByteBuffer.allocate(size).putInt(secret.length).put(secret).array();
  }

  static byte[] remove(byte[] padded) throws GeneralSecurityException {
    int length = padded.length < Integer.BYTES ? -1 : ByteBuffer.wrap(padded).getInt();
    if (length < 0 || length > padded.length - Integer.BYTES) {
      throw new GeneralSecurityException("the padding is wrong");
    }
    return Arrays.copyOfRange(padded, Integer.BYTES, Integer.BYTES + length);
  }
}
