package io.fairlead.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What this server knows, since its start, of its calls for a linked secret's value, or of a vault
/// as a whole.
///
/// @param lastRead when the vault last gave it
/// @param age how long ago that is
/// @param staleSince when the vault first gave no answer after that; empty while it answers
/// @param lastFailure stays when a later call succeeds
public record VaultStatus(
    Optional<Instant> lastRead,
    Optional<Duration> age,
    Optional<Instant> staleSince,
    Optional<Failure> lastFailure) {

  /// What no call has been made for yet, or is none of a vault's.
  public static final VaultStatus UNKNOWN =
      new VaultStatus(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// @param cause in words of this server
  public record Failure(Instant at, String cause) {}

  /// How old a value is that is used because the vault gives no answer.
  public Optional<Duration> staleAge() {
    return age.filter(_ -> staleSince.isPresent());
  }
}
