package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The platform threads on which native code runs. A native call on a virtual thread would hold its
/// carrier, and with two carriers two slow queries would stop every client.
final class NativeThreads implements AutoCloseable {
  private final ThreadPoolExecutor threads;

  NativeThreads(int most, int queue) {
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("engine-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  NativeThreads() {
    this(Limits.ENGINE_THREADS, Limits.ENGINE_QUEUE);
  }

  /// Queues a call.
  ///
  /// @throws Refusal of kind `BUSY` when the queue is full
  <T> FutureTask<T> submit(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw Refusal.of(
          threads.isShutdown() ? ProblemKind.STOPPING : ProblemKind.BUSY,
          threads.isShutdown()
              ? "the query engine is stopping"
              : "too many queries are waiting for the query engine");
    }
    return task;
  }

  /// Runs what must be done at an end of a session, on the caller's thread when the queue is full.
  void finish(Runnable end) {
    try {
      threads.execute(end);
    } catch (RejectedExecutionException e) {
      end.run();
    }
  }

  /// Takes no more calls and gives those that run a moment to end.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(Limits.ENGINE_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
