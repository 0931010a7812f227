package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stops the running piece of work of a session, on a client's wish or after its time-out. Work that
/// has handed its change to the catalog's writer is past stopping.
final class Cancellation {
  private final Timeouts timeouts;
  private @Nullable Runnable stop;
  private @Nullable ProblemKind reason;

  Cancellation(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /// Runs `work`; [#cancel] from another thread calls `stopper`, which must make it fail soon.
  <T> T during(long timeoutMillis, Runnable stopper, Supplier<T> work) {
    synchronized (this) {
      stop = stopper;
      reason = null;
    }
    Runnable disarm =
        timeoutMillis > 0
            ? timeouts.after(timeoutMillis, () -> stop(ProblemKind.TIMED_OUT))
            : () -> {};
    try {
      return work.get();
    } catch (RuntimeException failure) {
      ProblemKind why = reason();
      throw why == null ? failure : refusal(why);
    } finally {
      disarm.run();
      synchronized (this) {
        stop = null;
        // An interrupt that came late must not hit what follows.
        Thread.interrupted();
      }
    }
  }

  synchronized boolean isRunning() {
    return stop != null;
  }

  void cancel() {
    stop(ProblemKind.CANCELLED);
  }

  private synchronized @Nullable ProblemKind reason() {
    return reason;
  }

  private synchronized void stop(ProblemKind why) {
    Runnable running = stop;
    if (running != null) {
      reason = why;
      running.run();
    }
  }

  private static Refusal refusal(ProblemKind why) {
    return Problem.of(
            why,
            why == ProblemKind.TIMED_OUT
                ? "canceling statement due to statement timeout"
                : "canceling statement due to user request")
        .refusal();
  }
}
