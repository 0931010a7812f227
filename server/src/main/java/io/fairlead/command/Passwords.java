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

  public String verifier(SecretBytes password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return ScramVerifier.make(password.revealText(reveal), salt, ScramVerifier.ITERATIONS).toText();
  }

  Optional<String> verifier(Optional<SecretBytes> password) {
    return password.map(this::verifier);
  }
}
