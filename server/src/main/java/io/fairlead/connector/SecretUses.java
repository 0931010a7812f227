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
    LINK("link");

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

  private final Map<Place, Use> last = new ConcurrentHashMap<>();
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
      last.put(
          new Place(read.connection(), read.use().secret()),
          new Use(around.version(read.use()).number(), now, by));
    }
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
  }
}
