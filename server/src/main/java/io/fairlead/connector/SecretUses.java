package io.fairlead.connector;

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
  /// @param connection the one that used it last
  public record Count(long uses, Use last, ObjectId connection) {}

  private final Map<Place, Use> last = new ConcurrentHashMap<>();
  private final Map<Value, Count> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public SecretUses(InstantSource clock) {
    this.clock = clock;
  }

  /// Somebody has just signed in with these.
  ///
  /// @param around where they were read
  public void record(List<SecretRead> reads, ObjectSurroundings around, By by) {
    Instant now = clock.instant();
    for (SecretRead read : reads) {
      ObjectId secret = read.use().secret();
      Use use = new Use(around.version(read.use()).number(), now, by);
      last.put(new Place(read.connection(), secret), use);
      counts.compute(
          new Value(secret, use.version()),
          (_, count) ->
              new Count(count == null ? 1 : count.uses() + 1, use, read.connection()));
    }
  }

  /// Of one version of a secret since the start; empty when it was not used.
  public Optional<Count> count(ObjectId secret, int version) {
    return Optional.ofNullable(counts.get(new Value(secret, version)));
  }

  /// Empty when it was not used since the start.
  public Optional<Use> last(ObjectId connection, ObjectId secret) {
    return Optional.ofNullable(last.get(new Place(connection, secret)));
  }

  /// How many are kept.
  public int size() {
    return last.size();
  }

  /// Forgets the connections for which `isGone` holds.
  public void forget(Predicate<ObjectId> isGone) {
    last.keySet().removeIf(place -> isGone.test(place.connection()));
    counts.keySet().removeIf(value -> isGone.test(value.secret()));
  }
}
