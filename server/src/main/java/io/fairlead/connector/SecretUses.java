package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Which version of a secret each connection last signed in with. A status of this server since its
/// start, never journaled; kept up by whoever signs in.
public final class SecretUses {
  /// What signed in.
  public enum By {
    PROBE("probe"),
    LINK("link"),
    /// An application that asked for it.
    RESOLVE("resolve");

    private final String word;

    By(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// The last sign-in of a connection with a secret.
  public record Use(int version, Instant at, By by) {}

  private record Place(ObjectId connection, ObjectId secret) {}

  private record Value(ObjectId secret, int version) {}

  /// How often one version of a secret has served, and when last.
  ///
  /// @param uses that let somebody in, or were told to applications
  /// @param signIns the uses that a peer has accepted; what was told to applications proves nothing
  /// @param connection the one that used it last
  public record Count(long uses, long signIns, Use last, ObjectId connection) {}

  /// @param signIns with this version, one after the other
  private record Streak(Use last, long signIns) {}

  private record Refused(int version, long times) {}

  private final Map<Place, Refused> refusalsOf = new ConcurrentHashMap<>();
  private final Map<Place, Streak> last = new ConcurrentHashMap<>();
  private final Map<Value, Count> counts = new ConcurrentHashMap<>();
  private final Map<Value, Long> refusals = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public SecretUses(InstantSource clock) {
    this.clock = clock;
  }

  /// Somebody has just signed in with these, or was told them.
  ///
  /// @param around where they were read
  public void record(List<SecretRead> reads, ObjectSurroundings around, By by) {
    record(SecretRead.pinned(reads, around), by);
  }

  /// The same.
  ///
  /// @param pinned each read with the version that it meant
  public void record(List<SecretRead> pinned, By by) {
    Instant now = clock.instant();
    long signIn = by == By.RESOLVE ? 0 : 1;
    for (SecretRead read : pinned) {
      ObjectId secret = read.use().secret();
      Use use = new Use(read.use().version().orElseThrow(), now, by);
      last.merge(
          new Place(read.connection(), secret),
          new Streak(use, signIn),
          (before, one) ->
              before.last().version() == use.version()
                  ? new Streak(use, before.signIns() + signIn)
                  : one);
      Count count =
          counts.merge(
              new Value(secret, use.version()),
              new Count(1, signIn, use, read.connection()),
              (before, _) ->
                  new Count(
                      before.uses() + 1, before.signIns() + signIn, use, read.connection()));
      if (count.uses() == 1) {
        forgetBefore(secret, use.version());
      }
    }
  }

  private void forgetBefore(ObjectId secret, int version) {
    Predicate<Value> old =
        value ->
            value.secret().equals(secret) && value.version() <= version - Limits.SECRET_VERSIONS;
    counts.keySet().removeIf(old);
    refusals.keySet().removeIf(old);
  }

  /// A peer has just refused who signed in, or with what.
  ///
  /// @param reads of those who were refused, and of nobody else on the way
  public void refused(List<SecretRead> reads, ObjectSurroundings around) {
    for (SecretRead read : SecretRead.pinned(reads, around)) {
      int version = read.use().version().orElseThrow();
      ObjectId secret = read.use().secret();
      refusalsOf.merge(
          new Place(read.connection(), secret),
          new Refused(version, 1),
          (before, one) ->
              before.version() == version
                  ? new Refused(version, before.times() + 1)
                  : before.version() < version ? one : before);
      if (refusals.merge(new Value(secret, version), 1L, Long::sum) == 1) {
        forgetBefore(secret, version);
      }
    }
  }

  /// How often a sign-in of this server's own with this version was refused since the start.
  public long refusals(ObjectId secret, int version) {
    return refusals.getOrDefault(new Value(secret, version), 0L);
  }

  /// How often a sign-in of this connection with this version was refused; of the newest one alone.
  public long refusals(ObjectId connection, ObjectId secret, int version) {
    Refused refused = refusalsOf.get(new Place(connection, secret));
    return refused == null || refused.version() != version ? 0 : refused.times();
  }

  /// How often this connection has signed in with this version since it last used another one.
  public long signIns(ObjectId connection, ObjectId secret, int version) {
    Streak streak = last.get(new Place(connection, secret));
    return streak == null || streak.last().version() != version ? 0 : streak.signIns();
  }

  /// Of one version of a secret since the start; empty when it was not used.
  public Optional<Count> count(ObjectId secret, int version) {
    return Optional.ofNullable(counts.get(new Value(secret, version)));
  }

  /// Empty when it was not used since the start.
  public Optional<Use> last(ObjectId connection, ObjectId secret) {
    return Optional.ofNullable(last.get(new Place(connection, secret))).map(Streak::last);
  }

  /// How many are kept.
  public int size() {
    return Math.max(last.size(), refusalsOf.size());
  }

  /// Forgets the connections for which `isGone` holds.
  public void forget(Predicate<ObjectId> isGone) {
    last.keySet().removeIf(place -> isGone.test(place.connection()));
    refusalsOf.keySet().removeIf(place -> isGone.test(place.connection()));
    counts.keySet().removeIf(value -> isGone.test(value.secret()));
    refusals.keySet().removeIf(value -> isGone.test(value.secret()));
  }
}
