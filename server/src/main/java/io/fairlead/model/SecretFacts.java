package io.fairlead.model;

import java.time.Instant;
import java.util.Optional;

/// What people say of a secret beside its value. Nothing here changes how it is used.
///
/// @param expires advisory: a secret is read after it too
/// @param algorithm of an encryption key, as it was written
/// @param keySize of an encryption key in bits, as it was written
public record SecretFacts(
    Optional<Instant> expires, Optional<String> algorithm, Optional<Integer> keySize) {
  public static final SecretFacts NONE =
      new SecretFacts(Optional.empty(), Optional.empty(), Optional.empty());

  public SecretFacts withExpires(Optional<Instant> newExpires) {
    return new SecretFacts(newExpires, algorithm, keySize);
  }
}
