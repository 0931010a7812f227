package io.fairlead.session;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs small actions after a time unless they are disarmed; one thread for all sessions.
public final class Timeouts implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "statement-timeouts");
            thread.setDaemon(true);
            return thread;
          });

  public Timeouts() {
    executor.setRemoveOnCancelPolicy(true);
  }

  /// @return disarms
  Runnable after(long millis, Runnable action) {
    ScheduledFuture<?> scheduled = executor.schedule(action, millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
