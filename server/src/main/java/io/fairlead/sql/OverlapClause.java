package io.fairlead.sql;

import java.time.Duration;

/// `WITH (OVERLAP = '15 minutes' [, PROOFS = n])`: what a change replaces serves on as a fallback,
/// until the time is over or the new secret has let somebody in so many times.
public record OverlapClause(Duration time, int proofs) {
  /// What counts when the statement does not say how many.
  public static final int PROOFS = 20;
}
