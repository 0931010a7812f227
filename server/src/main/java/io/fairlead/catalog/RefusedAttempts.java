package io.fairlead.catalog;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Store.StoreFull;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Refused statements on their way to the store. Nobody waits for them: when too many come at once
/// or the store does not take them, some are only counted, and the next one that is kept says how
/// many.
final class RefusedAttempts {
  private static final Logger LOG = System.getLogger(RefusedAttempts.class.getName());

  private final Store store;
  private final BlockingQueue<RefusedAttempt> waiting;
  private final AtomicLong missed = new AtomicLong();

  RefusedAttempts(Store store) {
    this.store = store;
    this.waiting = new ArrayBlockingQueue<>(Limits.REFUSALS_WAITING);
  }

  void add(RefusedAttempt attempt) {
    if (!waiting.offer(attempt)) {
      missed.incrementAndGet();
    }
  }

  /// Called by whoever holds the catalog's pen.
  void write() {
    List<RefusedAttempt> batch = new ArrayList<>();
    waiting.drainTo(batch);
    if (batch.isEmpty()) {
      return;
    }
    long uncounted = missed.getAndSet(0);
    batch.set(0, batch.getFirst().withMissed(uncounted));
    try {
      store.keepRefused(batch);
    } catch (StoreFull | RuntimeException failure) {
      // The catalog does not depend on these rows. When the store is broken its next commit tells.
      missed.addAndGet(uncounted + batch.size());
      LOG.log(
          Logger.Level.WARNING,
          "{0} refused statements have no row in the audit ({1})",
          batch.size(),
          failure.getClass().getName());
    }
  }
}
