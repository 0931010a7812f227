package io.fairlead.catalog;

import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Secret;
import io.fairlead.model.ValueOverlap;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// How an overlap stands: when it ends, and how the new secret has fared.
///
/// @param proofs sign-ins with what is new so far; of several secrets the least
/// @param wanted after so many it is over
/// @param refusals sign-ins with what is new that were refused
public record OverlapState(Instant until, long proofs, int wanted, long refusals) {
  public boolean isOver(Instant now) {
    return !now.isBefore(until) || proofs >= wanted;
  }

  /// Of all that the connection can fall back to: the one that ends first.
  ///
  /// @param secrets finds a secret of the image by its id
  public static Optional<OverlapState> of(
      Connection connection,
      Function<ObjectId, Optional<Secret>> secrets,
      SignInCounts counts) {
    Stream<OverlapState> values =
        connection.options().references().stream()
            .map(secrets)
            .flatMap(Optional::stream)
            .flatMap(secret -> of(secret, counts).stream());
    return Stream.concat(own(connection, secrets, counts).stream(), values)
        .min(Comparator.comparing(OverlapState::until));
  }

  /// Of other options in the place of earlier ones.
  public static Optional<OverlapState> own(
      Connection connection,
      Function<ObjectId, Optional<Secret>> secrets,
      SignInCounts counts) {
    return connection.overlap().map(overlap -> own(overlap, connection, secrets, counts));
  }

  private static OverlapState own(
      CredentialOverlap overlap,
      Connection connection,
      Function<ObjectId, Optional<Secret>> secrets,
      SignInCounts counts) {
    List<SecretUse> fresh =
        overlap.changed().stream()
            .flatMap(key -> connection.options().get(key).stream())
            .flatMap(value -> pinned(value, secrets).stream())
            .toList();
    ObjectId id = connection.id();
    return new OverlapState(
        overlap.until(),
        fresh.stream()
            .mapToLong(use -> counts.accepted(id, use.secret(), use.version().orElseThrow()))
            .min()
            .orElse(0),
        overlap.proofs(),
        fresh.stream()
            .mapToLong(use -> counts.refused(id, use.secret(), use.version().orElseThrow()))
            .max()
            .orElse(0));
  }

  /// With the version that it means now; empty when it is no secret, or not there.
  private static Optional<SecretUse> pinned(
      OptionValue value, Function<ObjectId, Optional<Secret>> secrets) {
    if (!(value instanceof SecretUse use)) {
      return Optional.empty();
    }
    return use.version().isPresent()
        ? Optional.of(use)
        : secrets
            .apply(use.secret())
            .map(
                secret ->
                    new SecretUse(use.secret(), Optional.of(secret.current().number())));
  }

  /// Of a new value in the place of an earlier one.
  public static Optional<OverlapState> of(Secret secret, SignInCounts counts) {
    int version = secret.current().number();
    return secret
        .overlap()
        .map(
            (ValueOverlap overlap) ->
                new OverlapState(
                    overlap.until(),
                    counts.accepted(secret.id(), version),
                    overlap.proofs(),
                    counts.refused(secret.id(), version)));
  }
}
