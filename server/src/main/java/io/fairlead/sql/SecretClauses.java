package io.fairlead.sql;

import io.fairlead.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a CREATE says of a secret beside its value.
///
/// @param type [Secret#TEXT] or [Secret#ENCRYPTION_KEY]
/// @param storage the vault connection that keeps the value; empty: this server's own vault
/// @param maxStale of a linked secret
public record SecretClauses(
    String type,
    Optional<ObjectName> storage,
    Optional<String> comment,
    Optional<Instant> expires,
    Optional<String> algorithm,
    Optional<Integer> keySize,
    Optional<Duration> maxStale) {
  public static final SecretClauses NONE =
      new SecretClauses(
          Secret.TEXT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
