package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Secrets on their way out of a vault and into it.
public final class VaultValue {
  private VaultValue() {}

  /// @param bytes are wiped
  public static SecretBytes of(byte[] bytes) throws StepFailed {
    try {
      if (bytes.length > Limits.SECRET_BYTES) {
        throw new StepFailed("the secret is larger than " + Limits.SECRET_BYTES + " bytes");
      }
      return SecretBytes.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  public static SecretBytes of(String text) throws StepFailed {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// For vaults that keep texts alone.
  ///
  /// @throws StepFailed when the value is no text
  public static String text(SecretBytes value, Reveal permission) throws StepFailed {
    byte[] bytes = value.reveal(permission);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw new StepFailed(
          "the secret is not a text in UTF-8, and this vault keeps nothing else");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
