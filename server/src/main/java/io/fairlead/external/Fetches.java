package io.fairlead.external;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs requests for files on virtual threads, whose waits for the network end when they are
/// interrupted.
public final class Fetches implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Some pieces of work at once, [Limits#FETCHES_AT_ONCE] at most. The first failure ends them
  /// all.
  ///
  /// @param running is told what runs, so that somebody else can interrupt it
  void all(List<Callable<Boolean>> work, Running running, Deadline deadline) {
    List<Future<Boolean>> started = new ArrayList<>();
    try {
      int next = 0;
      int awaited = 0;
      while (awaited < work.size()) {
        while (next < work.size() && next - awaited < Limits.FETCHES_AT_ONCE) {
          started.add(running.started(threads.submit(work.get(next++))));
        }
        await(started.get(awaited++), deadline);
      }
    } finally {
      started.forEach(one -> one.cancel(true));
      running.ended();
    }
  }

  /// One piece of work.
  <T> T one(Callable<T> work, Running running, Deadline deadline) {
    Future<T> started = running.started(threads.submit(work));
    try {
      return await(started, deadline);
    } finally {
      started.cancel(true);
      running.ended();
    }
  }

  private static <T> T await(Future<T> one, Deadline deadline) {
    try {
      return one.get(deadline.leftMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException ours
          ? ours
          : new IllegalStateException(failure.getCause());
    } catch (TimeoutException late) {
      throw Refusal.of(ProblemKind.TIMED_OUT, "the files took too long");
    } catch (CancellationException cancelled) {
      throw Refusal.of(ProblemKind.CANCELLED, "canceling statement due to user request");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.CANCELLED, "canceling statement due to user request");
    }
  }

  /// What runs for one place.
  static final class Running {
    private final List<Future<?>> running = new ArrayList<>();
    private boolean cancelled;

    synchronized <T> Future<T> started(Future<T> one) {
      running.add(one);
      if (cancelled) {
        one.cancel(true);
      }
      return one;
    }

    synchronized void ended() {
      running.removeIf(Future::isDone);
    }

    synchronized void cancel() {
      cancelled = true;
      running.forEach(one -> one.cancel(true));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
