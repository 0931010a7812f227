package io.fairlead.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Pieces of work on virtual threads, a bounded number at a time.
public final class AtOnce {
  private AtOnce() {}

  /// Waits for all of them, and for those that were begun also when one fails; the rest is interrupted
  /// then, as it is when the caller is. How long a piece may take is its own matter.
  ///
  /// @param most that run at the same time
  /// @return what the pieces gave, in their order
  /// @throws Refusal the first one of a piece; STOPPING when the caller is interrupted
  public static <T> List<T> run(List<Callable<T>> work, int most) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(most, work.size())), Thread.ofVirtual().factory())) {
      List<Future<T>> running = work.stream().map(threads::submit).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(await(one, threads));
      }
      return results;
    }
  }

  private static <T> T await(Future<T> one, ExecutorService threads) {
    try {
      return one.get();
    } catch (ExecutionException failure) {
      threads.shutdownNow();
      throw failure.getCause() instanceof RuntimeException ours
          ? ours
          : new IllegalStateException(failure.getCause());
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.STOPPING, "the work was interrupted");
    }
  }
}
