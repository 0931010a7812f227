package io.fairlead.server;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.command.RebindDependants;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Pieces of work on virtual threads, a bounded number at a time. When one fails the rest is
/// interrupted.
final class AtOnce implements RebindDependants.Together {
  @Override
  public void run(List<Callable<Boolean>> work, int atOnce) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(atOnce, work.size())), Thread.ofVirtual().factory())) {
      List<Future<Boolean>> running = work.stream().map(threads::submit).toList();
      for (Future<Boolean> one : running) {
        await(one, threads);
      }
    }
  }

  private static void await(Future<Boolean> one, ExecutorService threads) {
    try {
      var _ = one.get();
    } catch (ExecutionException failure) {
      threads.shutdownNow();
      throw failure.getCause() instanceof Refusal refusal
          ? refusal
          : new IllegalStateException(failure.getCause());
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.STOPPING, "the statement was interrupted");
    }
  }
}
