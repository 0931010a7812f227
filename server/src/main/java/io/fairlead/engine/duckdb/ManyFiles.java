package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same work on many files, some of them at once.
final class ManyFiles {
  /// The work on the file at an index.
  interface Work<T> {
    T on(int index);
  }

  private ManyFiles() {}

  /// Waits for all, or for the first that fails; then, and at an interrupt, the others are
  /// interrupted.
  static <T> List<T> each(List<?> files, Work<T> work) {
    if (files.isEmpty()) {
      return List.of();
    }
    int atOnce = Math.min(files.size(), Limits.EXTERNAL_FILES_AT_ONCE);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("file-", 1).factory())) {
      List<Future<T>> started = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        int index = i;
        started.add(threads.submit(() -> work.on(index)));
      }
      List<T> results = new ArrayList<>();
      try {
        for (Future<T> one : started) {
          results.add(one.get());
        }
      } catch (ExecutionException failed) {
        threads.shutdownNow();
        if (failed.getCause() instanceof RuntimeException ours) {
          throw ours;
        }
        throw new IllegalStateException("the work on a file failed", failed.getCause());
      } catch (InterruptedException stopped) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw RemoteScans.cancelled();
      }
      return results;
    }
  }
}
