package io.fairlead.catalog;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.model.Connection;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import java.lang.System.Logger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// What applications are told, on its way to the store. Nobody waits for it: the same of one minute is
/// a count in memory, and what has no room there, or what the store does not take, is only counted
/// altogether; the next row says how many.
final class Resolutions {
  private static final Logger LOG = System.getLogger(Resolutions.class.getName());

  private record Row(
      Instant minute, String role, ObjectId connection, Name name, List<SecretUse> secrets) {
    Resolution told(long times) {
      return new Resolution(minute, role, connection, name, secrets, times, 0);
    }
  }

  private final Store store;
  private final Map<Row, Long> waiting = new ConcurrentHashMap<>();
  private final ReentrantLock adding = new ReentrantLock();
  private final AtomicLong missed = new AtomicLong();
  private Instant written = Instant.MIN;

  Resolutions(Store store) {
    this.store = store;
  }

  void add(Instant now, String role, Connection connection, List<SecretUse> secrets) {
    Row row =
        new Row(
            now.truncatedTo(ChronoUnit.MINUTES),
            role,
            connection.id(),
            connection.name(),
            secrets);
    if (waiting.computeIfPresent(row, (_, times) -> times + 1) == null) {
      addFirst(row);
    }
  }

  private void addFirst(Row row) {
    adding.lock();
    try {
      if (waiting.size() < Limits.RESOLUTIONS_WAITING || waiting.containsKey(row)) {
        waiting.merge(row, 1L, Long::sum);
      } else {
        missed.incrementAndGet();
      }
    } finally {
      adding.unlock();
    }
  }

  /// Writes what has stood in memory alone for long enough. Called by whoever holds the catalog's pen.
  void writeIfDue(Instant now) {
    // A clock that was put back must not hold this up.
    if (now.isBefore(written) || !now.minus(Limits.RESOLUTIONS_UNWRITTEN).isBefore(written)) {
      written = now;
      write();
    }
  }

  /// Called by whoever holds the catalog's pen. Like all that it writes, this ends in the time that the
  /// store has for an answer.
  void write() {
    List<Resolution> batch = taken();
    if (batch.isEmpty()) {
      return;
    }
    long uncounted = missed.getAndSet(0);
    batch.set(0, batch.getFirst().withMissed(uncounted));
    try {
      store.keepResolutions(batch);
    } catch (StoreFull | RuntimeException failure) {
      // The catalog does not depend on these rows. When the store is broken its next commit tells.
      long lost = batch.stream().mapToLong(Resolution::times).sum();
      missed.addAndGet(uncounted + lost);
      LOG.log(
          Logger.Level.WARNING,
          "{0} answers to applications have no row in the audit ({1})",
          lost,
          failure.getClass().getName());
    }
  }

  private List<Resolution> taken() {
    List<Resolution> batch = new ArrayList<>();
    for (Row row : List.copyOf(waiting.keySet())) {
      Long times = waiting.remove(row);
      if (times != null) {
        batch.add(row.told(times));
      }
    }
    batch.sort(
        Comparator.comparing(Resolution::minute)
            .thenComparing(Resolution::role)
            .thenComparing(Resolution::connection));
    return batch;
  }
}
