package io.fairlead.base;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A moment after which nobody waits any longer. Every wait has one.
public final class Deadline {
  private final long end;
  private final LongSupplier nanoTime;

  private Deadline(long end, LongSupplier nanoTime) {
    this.end = end;
    this.nanoTime = nanoTime;
  }

  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  public static Deadline after(Duration wait, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + wait.toNanos(), nanoTime);
  }

  /// The time left; zero when it has passed, never negative.
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  /// The time left for calls that take 0 for "for ever": at least 1 millisecond.
  public int leftMillis() {
    return Math.clamp(left().toMillis(), 1, Integer.MAX_VALUE);
  }

  public boolean hasPassed() {
    return end - nanoTime.getAsLong() <= 0;
  }

  /// The earlier of this deadline and `wait` from now.
  public Deadline within(Duration wait) {
    long other = nanoTime.getAsLong() + wait.toNanos();
    return other - end < 0 ? new Deadline(other, nanoTime) : this;
  }
}
