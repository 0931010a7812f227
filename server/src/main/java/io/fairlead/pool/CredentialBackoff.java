package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Which definitions of connections were refused for their credentials, and when they may be tried
/// again: a dead password that is tried over and over locks an account.
///
/// It is kept in memory, by the definition with its secrets, so an ALTER or a new value is tried at
/// once. Safe for many threads; of those that come at the end of a step one tries.
final class CredentialBackoff {
  /// @param isTried somebody is trying again, and it is not known yet how that goes
  private record Refusal(Definition definition, Duration step, long again, boolean isTried) {}

  private final Map<ObjectId, Refusal> refused = new ConcurrentHashMap<>();
  private final FirstSignIns first = new FirstSignIns();
  private final LongSupplier nanoTime;

  CredentialBackoff(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Waits while somebody else is the first to try this definition; until it is closed, others wait
  /// for the caller where it is the first.
  FirstSignIns.Turn turn(ObjectId connection, Definition definition, Deadline deadline) {
    return first.turn(connection, definition, deadline);
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
          long now = nanoTime.getAsLong();
          long wait = last.again() - now;
          if (wait > 0) {
            left[0] = Duration.ofNanos(wait);
            return last;
          }
          return new Refusal(definition, last.step(), now + last.step().toNanos(), true);
        });
    return Optional.ofNullable(left[0]);
  }

  /// The peer has refused this definition. Those who were at the door together are refused once.
  ///
  /// @return whether this is news: it was not refused before
  boolean refused(ObjectId connection, Definition definition) {
    first.refuted(connection, definition);
    boolean[] isNews = {false};
    refused.compute(
        connection,
        (_, last) -> {
          long now = nanoTime.getAsLong();
          if (last == null || !last.definition().equals(definition)) {
            isNews[0] = true;
            return refusal(definition, Limits.CREDENTIAL_STEP, now);
          }
          return last.isTried() || last.again() <= now
              ? refusal(definition, longer(last.step()), now)
              : last;
        });
    return isNews[0];
  }

  private static Refusal refusal(Definition definition, Duration step, long now) {
    return new Refusal(definition, step, now + step.toNanos(), false);
  }

  private static Duration longer(Duration step) {
    Duration twice = step.multipliedBy(2);
    return twice.compareTo(Limits.CREDENTIAL_STEP_MOST) < 0 ? twice : Limits.CREDENTIAL_STEP_MOST;
  }

  void accepted(ObjectId connection, Definition definition) {
    first.proven(connection, definition);
    refused.remove(connection);
  }

  /// Somebody has signed in by other ways: it may be tried at once.
  void reset(ObjectId connection) {
    refused.remove(connection);
  }

  /// Forgets the connections for which `isGone` holds.
  void forget(Predicate<ObjectId> isGone) {
    refused.keySet().removeIf(isGone);
    first.forget(isGone);
  }

  /// How many connections it knows.
  int size() {
    return Math.max(refused.size(), first.size());
  }
}
