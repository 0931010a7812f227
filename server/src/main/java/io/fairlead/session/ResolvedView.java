package io.fairlead.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What an application's driver needs, secrets included.
///
/// @param fallback the login of before, while an overlap lasts
public record ResolvedView(
    String id,
    String name,
    int version,
    String connectionType,
    String jdbcUrl,
    Map<String, String> properties,
    String user,
    Optional<String> password,
    Optional<Integer> secretVersion,
    Optional<Instant> expiresAt,
    Optional<Earlier> fallback) {
  public record Earlier(
      String user, Optional<String> password, Optional<Integer> secretVersion, Instant until) {
    @Override
    public String toString() {
      return "Earlier[" + secretVersion + "]";
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return "ResolvedView[" + name + "]";
  }
}
