package io.fairlead.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets one alone try a credential that has let nobody in yet; who comes meanwhile waits for what the
/// target says to that one. Otherwise all links of a cold pool would try a dead password at once.
final class FirstLogins {
  /// How many are known as good; one that is forgotten is tried by one alone again.
  static final int KEPT = 1000;

  /// One's turn; closing it lets those who wait go.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();
  private final Map<String, Boolean> proven =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > KEPT;
        }
      };

  /// Waits, no longer than `wait`, while somebody else is the first.
  ///
  /// @param credential tells it from all others without holding it
  Turn turn(String credential, Duration wait) {
    if (isProven(credential)) {
      return () -> {};
    }
    CountDownLatch mine = new CountDownLatch(1);
    CountDownLatch other = running.putIfAbsent(credential, mine);
    if (other != null) {
      await(other, wait);
      return () -> {};
    }
    return () -> {
      running.remove(credential, mine);
      mine.countDown();
    };
  }

  private static void await(CountDownLatch other, Duration wait) {
    try {
      var unused = other.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isProven(String credential) {
    synchronized (proven) {
      return proven.containsKey(credential);
    }
  }

  void accepted(String credential) {
    synchronized (proven) {
      proven.put(credential, true);
    }
  }

  void refused(String credential) {
    synchronized (proven) {
      proven.remove(credential);
    }
  }
}
