package io.fairlead.engine;

import io.fairlead.catalog.SignInCounts;
import io.fairlead.model.ObjectId;
import java.time.Instant;
import java.util.Optional;

/// Tells which version of a secret a connection last signed in with. A status: it is no part of the
/// image.
@FunctionalInterface
public interface SecretUsage {
  /// @param by what signed in: `probe` or `link`
  record Use(int version, Instant at, String by) {}

  /// How often it was accepted and refused.
  default SignInCounts counts() {
    return SignInCounts.NONE;
  }

  /// Empty when it was not used since the server's start.
  Optional<Use> last(ObjectId connection, ObjectId secret);
}
