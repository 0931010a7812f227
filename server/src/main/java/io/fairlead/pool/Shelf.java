package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.Link;
import io.fairlead.model.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The links of a pool and how many there may be. It opens none, asks none whether it is alive and
/// closes none under its lock, so nobody waits here for a peer.
final class Shelf {
  /// A place that somebody holds: with the idle link that was in it, or for one to be opened.
  record Slot(Subject subject, Definition definition, @Nullable Link link) {}

  private record Idle(Slot slot, Link link, long since) {}

  /// What one connection has.
  private static final class Place {
    /// The one that was used last is last.
    final Deque<Idle> idle = new ArrayDeque<>();
    int leased;

    /// How many there may be, as it was said last.
    int most = Limits.LINKS_PER_CONNECTION;

    int size() {
      return idle.size() + leased;
    }
  }

  private final LongSupplier nanoTime;
  private final Executor farewells;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ObjectId, Place> places = new HashMap<>();
  private long changes;
  private int total;
  private boolean closed;

  Shelf(LongSupplier nanoTime, Executor farewells) {
    this.nanoTime = nanoTime;
    this.farewells = farewells;
  }

  /// Takes an idle link of this definition, else room for a new one. Idle links of other definitions
  /// give way, and when all room is taken the link that was idle for longest.
  ///
  /// @param most how many links the connection may have
  /// @return null when the caller should look again, since something has changed while it waited
  /// @throws Refusal when nothing came free until the deadline
  @Nullable Slot take(
      Subject subject, Definition definition, int most, Deadline deadline) {
    ObjectId connection = subject.connection();
    List<Link> given = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        throw Refusal.of(ProblemKind.STOPPING, "the server is stopping");
      }
      Place place = places.computeIfAbsent(connection, _ -> new Place());
      place.most = most;
      retire(place, idle -> !idle.slot().definition().equals(definition), given);
      while (place.size() > most && !place.idle.isEmpty()) {
        evictFirst(place, given);
      }
      Optional<Idle> idle = lastOf(place, subject);
      if (idle.isPresent()) {
        place.leased++;
        return new Slot(subject, definition, idle.get().link());
      }
      // What is idle now leads to other places of the same connection.
      while (place.size() >= most && !place.idle.isEmpty()) {
        evictFirst(place, given);
      }
      boolean room =
          place.size() < most
              && (total < Limits.LINKS || evictOldest(given));
      if (room) {
        place.leased++;
        total++;
        return new Slot(subject, definition, null);
      }
      await(most, deadline);
      return null;
    } finally {
      tidy(connection);
      if (!given.isEmpty()) {
        tellOthers();
      }
      lock.unlock();
      given.forEach(this::farewell);
    }
  }

  private static Optional<Idle> lastOf(Place place, Subject subject) {
    for (Idle idle : place.idle.reversed()) {
      if (idle.slot().subject().equals(subject)) {
        place.idle.removeLastOccurrence(idle);
        return Optional.of(idle);
      }
    }
    return Optional.empty();
  }

  // The loop is the caller's: it looks again, whatever woke it.
  @SuppressWarnings("WaitNotInLoop")
  private void await(int most, Deadline deadline) {
    long seen = changes;
    try {
      while (changes == seen) {
        if (changed.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
          continue;
        }
        throw Problem.of(ProblemKind.BUSY, "all links of the connection are in use")
            .withDetail(
                "There may be "
                    + most
                    + " of one connection and "
                    + Limits.LINKS
                    + " in all.")
            .withHint("Try again in a moment.")
            .refusal();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.CANCELLED, "the wait for a link was interrupted");
    }
  }

  private void tellOthers() {
    changes++;
    changed.signalAll();
  }

  private boolean evictOldest(List<Link> given) {
    Optional<Place> oldest =
        places.values().stream()
            .filter(place -> !place.idle.isEmpty())
            .min(Comparator.comparingLong(place -> place.idle.getFirst().since()));
    oldest.ifPresent(place -> evictFirst(place, given));
    return oldest.isPresent();
  }

  private void evictFirst(Place place, List<Link> given) {
    given.add(place.idle.removeFirst().link());
    total--;
  }

  /// Gives a link back.
  ///
  /// @param keep whether somebody else may have it
  void put(Slot slot, Link link, boolean keep) {
    boolean kept;
    lock.lock();
    try {
      Place place = place(slot);
      kept = keep && !closed && place.size() <= place.most;
      place.leased--;
      if (kept) {
        Slot empty = new Slot(slot.subject(), slot.definition(), null);
        place.idle.addLast(new Idle(empty, link, nanoTime.getAsLong()));
      } else {
        total--;
        tidy(slot.subject().connection());
      }
      tellOthers();
    } finally {
      lock.unlock();
    }
    if (!kept) {
      farewell(link);
    }
  }

  /// Gives room back that no link is in, or whose link is dead.
  void giveUp(Slot slot) {
    lock.lock();
    try {
      place(slot).leased--;
      total--;
      tidy(slot.subject().connection());
      tellOthers();
    } finally {
      lock.unlock();
    }
    Link dead = slot.link();
    if (dead != null) {
      dead.abort();
    }
  }

  private Place place(Slot slot) {
    return places.computeIfAbsent(slot.subject().connection(), _ -> new Place());
  }

  /// Closes the idle links of which `isOver` holds.
  void retire(BiPredicate<ObjectId, Definition> isOver) {
    each(idle -> isOver.test(idle.slot().subject().connection(), idle.slot().definition()));
  }

  void closeIdle() {
    long now = nanoTime.getAsLong();
    each(idle -> now - idle.since() >= Limits.LINK_IDLE.toNanos());
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    each(_ -> true);
  }

  private void each(Predicate<Idle> isOver) {
    List<Link> given = new ArrayList<>();
    lock.lock();
    try {
      places.values().forEach(place -> retire(place, isOver, given));
      places.values().removeIf(place -> place.size() == 0);
      tellOthers();
    } finally {
      lock.unlock();
    }
    given.forEach(this::farewell);
  }

  private void retire(Place place, Predicate<Idle> isOver, List<Link> given) {
    place.idle.removeIf(
        idle -> {
          boolean over = isOver.test(idle);
          if (over) {
            given.add(idle.link());
            total--;
          }
          return over;
        });
  }

  private void tidy(ObjectId connection) {
    Place place = places.get(connection);
    if (place != null && place.size() == 0) {
      places.remove(connection);
    }
  }

  private void farewell(Link link) {
    farewells.execute(link::close);
  }

  /// All links, or those of one connection: leased, being opened and idle.
  int size() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  int size(ObjectId connection) {
    lock.lock();
    try {
      Place place = places.get(connection);
      return place == null ? 0 : place.size();
    } finally {
      lock.unlock();
    }
  }

  /// The definitions of idle links, for tests.
  List<Map.Entry<ObjectId, Definition>> idle() {
    lock.lock();
    try {
      return places.values().stream()
          .flatMap(place -> place.idle.stream())
          .map(idle -> Map.entry(idle.slot().subject().connection(), idle.slot().definition()))
          .toList();
    } finally {
      lock.unlock();
    }
  }
}
