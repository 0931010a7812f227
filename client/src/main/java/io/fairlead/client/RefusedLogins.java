package io.fairlead.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which credential each connection's target refused, so that a pool that keeps asking does not lock
/// the account: a refused one is tried once a step, of 1 s, 2 s, 4 s and so on up to 60 s.
final class RefusedLogins {
  private static final long FIRST = 1_000_000_000L;
  private static final long LONGEST = 60 * FIRST;
  private final Map<String, Refused> byConnection = new ConcurrentHashMap<>();

  private record Refused(long version, long step, long since) {}

  /// Whether this version may be tried now. Whoever is told yes has taken the step's one turn.
  boolean take(String connection, long version, long now) {
    boolean[] may = {true};
    byConnection.computeIfPresent(
        connection,
        (name, last) -> {
          if (last.version != version) {
            return last;
          }
          may[0] = now - last.since >= last.step;
          return may[0] ? longer(last, now) : last;
        });
    return may[0];
  }

  void refused(String connection, long version, long now) {
    byConnection.compute(
        connection,
        (String name, @Nullable Refused last) ->
            last != null && last.version == version ? last : new Refused(version, FIRST, now));
  }

  void accepted(String connection, long version) {
    byConnection.computeIfPresent(
        connection, (name, last) -> last.version == version ? null : last);
  }

  private static Refused longer(Refused last, long now) {
    return new Refused(last.version, Math.min(LONGEST, 2 * last.step), now);
  }
}
