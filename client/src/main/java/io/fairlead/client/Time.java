package io.fairlead.client;

/// The clock and the pauses of the driver; a test has one that waits for nobody.
interface Time {
  /// Monotonic, in nanoseconds.
  long nanos();

  void sleep(long millis) throws InterruptedException;

  /// The real one.
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long millis) throws InterruptedException {
          Thread.sleep(millis);
        }
      };
}
