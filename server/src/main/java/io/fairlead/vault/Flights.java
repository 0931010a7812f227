package io.fairlead.vault;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.StepFailed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Calls that are shared: whoever asks for what somebody asks for already gets the same answer. An
/// answer is never kept: who asks after it came makes a call of their own.
///
/// A call has its own thread, so that nobody who waits for it is hurt when another one gives up.
final class Flights<K extends Record, V> {
  /// What one call does.
  @FunctionalInterface
  interface Call<V> {
    V make(Deadline deadline) throws StepFailed;
  }

  private record Flight<V>(
      CompletableFuture<V> outcome, Deadline deadline, AtomicBoolean begun) {}

  private final ConcurrentMap<K, Flight<V>> running = new ConcurrentHashMap<>();

  /// @param deadline of the caller, and of the call if it begins now
  /// @throws StepFailed the call's own, or when it is late
  V share(K key, Deadline deadline, Call<V> call) throws StepFailed {
    Flight<V> own = new Flight<>(new CompletableFuture<>(), deadline, new AtomicBoolean());
    // One that is late may never end: who comes now shall not wait for it.
    Flight<V> joined =
        running.merge(key, own, (there, mine) -> there.deadline.hasPassed() ? mine : there);
    if (joined.begun.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> run(key, joined, call));
    }
    return await(joined, deadline);
  }

  private void run(K key, Flight<V> flight, Call<V> call) {
    try {
      V answer = call.make(flight.deadline);
      running.remove(key, flight);
      flight.outcome.complete(answer);
    } catch (StepFailed | RuntimeException | Error failure) {
      running.remove(key, flight);
      flight.outcome.completeExceptionally(failure);
    }
  }

  private static <V> V await(Flight<V> flight, Deadline deadline) throws StepFailed {
    try {
      return flight.outcome.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new StepFailed("no answer in time").withoutAnswer();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.CANCELLED, "the wait for a vault was interrupted");
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case StepFailed failed -> throw failed;
        case Refusal refusal -> throw refusal;
        case null, default ->
            throw new IllegalStateException("a call of a vault failed", failure.getCause());
      }
    }
  }

  /// Calls that run now, or are late.
  int size() {
    return running.size();
  }
}
