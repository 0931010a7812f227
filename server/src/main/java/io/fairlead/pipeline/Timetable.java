package io.fairlead.pipeline;

import io.fairlead.base.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// When each runner has its next turn. One thread waits for all of them; turns run on virtual threads,
/// some at once, and a runner has one turn at a time.
final class Timetable implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("pipeline-clock").factory());
  private final Semaphore places = new Semaphore(Limits.PIPELINE_BATCHES, true);
  private final Map<Runner, ScheduledFuture<?>> waiting = new HashMap<>();
  private final Set<Runner> running = new HashSet<>();
  private final Map<Runner, Thread> threads = new HashMap<>();
  private final Map<Runner, Duration> asked = new HashMap<>();
  private boolean closed;

  Timetable() {
    clock.setRemoveOnCancelPolicy(true);
  }

  /// A runner asks for its next turn in the middle of the present one too.
  synchronized void later(Runner runner, Duration after) {
    if (closed) {
      return;
    }
    if (running.contains(runner)) {
      asked.merge(runner, after, (one, other) -> one.compareTo(other) < 0 ? one : other);
      return;
    }
    ScheduledFuture<?> earlier = waiting.remove(runner);
    if (earlier != null) {
      earlier.cancel(false);
    }
    waiting.put(
        runner, clock.schedule(() -> begin(runner), after.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Work that is no turn of a pipeline, on a virtual thread; none when it is closed before.
  synchronized void once(Runnable work, Duration after) {
    if (!closed) {
      var _ =
          clock.schedule(
              () -> Thread.startVirtualThread(work), after.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void begin(Runner runner) {
    waiting.remove(runner);
    if (closed || runner.isStopped()) {
      return;
    }
    running.add(runner);
    Thread thread = Thread.ofVirtual().name("pipeline").unstarted(() -> turn(runner));
    threads.put(runner, thread);
    thread.start();
  }

  private void turn(Runner runner) {
    try {
      places.acquire();
      try {
        runner.turn();
      } finally {
        places.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      ended(runner);
    }
  }

  private synchronized void ended(Runner runner) {
    running.remove(runner);
    threads.remove(runner);
    Duration next = asked.remove(runner);
    if (next != null && !runner.isStopped()) {
      later(runner, next);
    }
    notifyAll();
  }

  synchronized void forget(Runner runner) {
    ScheduledFuture<?> earlier = waiting.remove(runner);
    if (earlier != null) {
      earlier.cancel(false);
    }
    Thread thread = threads.get(runner);
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Turns that run end first, or are cut off.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      clock.shutdownNow();
      waiting.clear();
      threads.values().forEach(Thread::interrupt);
    }
    awaitEnd();
  }

  private synchronized void awaitEnd() {
    long left = Limits.STOP.toMillis();
    try {
      for (long step = 50; !running.isEmpty() && left > 0; left -= step) {
        wait(step);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
