package io.fairlead.pool;

import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Which definitions of connections were refused for their credentials, and when they may be tried
/// again: a dead password that is tried over and over locks an account.
///
/// It is kept in memory, by the definition with its secrets, so an ALTER or a new value is tried at
/// once. Safe for many threads; of those that come at the end of a step one tries.
final class CredentialBackoff {
  private record Refusal(Definition definition, Duration step, long again) {}

  private final Map<ObjectId, Refusal> refused = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  CredentialBackoff(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// How long this definition is not to be tried; empty when the caller may try it now, and nobody
  /// else until it is known how that went or another step has passed.
  Optional<Duration> mustWait(ObjectId connection, Definition definition) {
    Duration[] left = {null};
    refused.computeIfPresent(
        connection,
        (_, last) -> {
          if (!last.definition().equals(definition)) {
            return null;
          }
          long wait = last.again() - nanoTime.getAsLong();
          if (wait > 0) {
            left[0] = Duration.ofNanos(wait);
            return last;
          }
          return new Refusal(definition, last.step(), nanoTime.getAsLong() + last.step().toNanos());
        });
    return Optional.ofNullable(left[0]);
  }

  void refused(ObjectId connection, Definition definition) {
    refused.compute(
        connection,
        (_, last) -> {
          Duration step =
              last == null || !last.definition().equals(definition)
                  ? Limits.CREDENTIAL_STEP
                  : longer(last.step());
          return new Refusal(definition, step, nanoTime.getAsLong() + step.toNanos());
        });
  }

  private static Duration longer(Duration step) {
    Duration twice = step.multipliedBy(2);
    return twice.compareTo(Limits.CREDENTIAL_STEP_MOST) < 0 ? twice : Limits.CREDENTIAL_STEP_MOST;
  }

  void accepted(ObjectId connection) {
    refused.remove(connection);
  }

  /// Whether the last try of this connection was refused.
  boolean isRefused(ObjectId connection) {
    return refused.containsKey(connection);
  }
}
