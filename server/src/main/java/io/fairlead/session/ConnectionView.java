package io.fairlead.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A connection as the control plane shows it. A secret is named and never shown.
///
/// @param options by canonical key: texts, numbers, flags, lists, maps; without those that have a
///     place of their own here
/// @param credentialId the id of the secret, `u7`
public record ConnectionView(
    String id,
    String name,
    String schema,
    String connectionType,
    String description,
    Map<String, Object> options,
    Optional<String> credentialId,
    Optional<String> credentialStorageId,
    Optional<Long> maxConnections,
    Optional<Long> timeout,
    Optional<String> owner,
    int version,
    Instant createdAt,
    Instant updatedAt,
    Optional<LastTest> lastTest,
    Optional<Overlap> overlap) {
  /// @param status `ok` or `failed`
  public record LastTest(
      Instant at, String status, double latencyMs, String error, String serverVersion) {}

  /// How the overlap of the earlier sign-in with the new one stands, since this server's start.
  ///
  /// @param proofs sign-ins with the new one; after `proofsWanted` the overlap is over
  public record Overlap(Instant until, long proofs, int proofsWanted, long refusals) {}
}
