package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Waits for a call of native code, which nobody can interrupt but DuckDB itself.
///
/// @param cancel asks for its end
/// @param isCancelled whether somebody has
/// @param interrupt asks again: one interrupt may come too early for DuckDB to notice it
record NativeCall(Runnable cancel, BooleanSupplier isCancelled, Runnable interrupt) {
  /// How often a waiting caller looks whether it must.
  static final long CANCEL_AGAIN_MILLIS = 20;

  <T> T await(FutureTask<T> task, Deadline deadline) throws ExecutionException {
    while (true) {
      try {
        return task.get(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (deadline.hasPassed()) {
          cancel.run();
        }
        if (isCancelled.getAsBoolean()) {
          interrupt.run();
        }
      } catch (InterruptedException e) {
        cancel.run();
        Thread.currentThread().interrupt();
        throw Refusal.of(ProblemKind.STOPPING, "the wait for the query engine was interrupted");
      }
    }
  }
}
