package io.fairlead.command;

import io.fairlead.secret.Reveal;
import io.fairlead.secret.ScramVerifier;
import io.fairlead.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Optional;

/// Makes password verifiers. A password is never kept.
public final class Passwords {
  private static final int SALT_BYTES = 16;

  private final Reveal reveal;
  private final SecureRandom random;

  public Passwords(Reveal reveal, SecureRandom random) {
    this.reveal = reveal;
    this.random = random;
  }

  /// A text that is a verifier already is kept: psql's `\password` and pgjdbc send that, so that the
  /// password itself never travels.
  public String verifier(SecretBytes password) {
    String text = password.revealText(reveal);
    if (isVerifier(text)) {
      return text;
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return ScramVerifier.make(text, salt, ScramVerifier.ITERATIONS).toText();
  }

  private static boolean isVerifier(String text) {
    try {
      int iterations = ScramVerifier.parse(text).iterations();
      return iterations >= ScramVerifier.LEAST_ITERATIONS
          && iterations <= ScramVerifier.MOST_ITERATIONS;
    } catch (IllegalArgumentException aPassword) {
      return false;
    }
  }

  Optional<String> verifier(Optional<SecretBytes> password) {
    return password.map(this::verifier);
  }
}
