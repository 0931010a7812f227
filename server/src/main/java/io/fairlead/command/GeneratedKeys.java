package io.fairlead.command;

import io.fairlead.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes the material of encryption keys: a JSON object with `key` and `salt` in hexadecimal digits.
public final class GeneratedKeys {
  private static final int KEY_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final SecureRandom random;

  public GeneratedKeys(SecureRandom random) {
    this.random = random;
  }

  SecretBytes make() {
    return SecretBytes.of("{\"key\":\"" + hex(KEY_BYTES) + "\",\"salt\":\"" + hex(SALT_BYTES) + "\"}");
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
