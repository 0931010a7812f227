package io.fairlead.wire.postgres;

import io.fairlead.session.Session;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The keys by which another socket may cancel a session's statement.
final class CancelKeys {
  /// What the client is told: a number for the session and a secret.
  record Key(int process, int secret) {}

  private record Running(int secret, Session session) {}

  private final SecureRandom random;
  private final Map<Integer, Running> sessions = new ConcurrentHashMap<>();

  CancelKeys(SecureRandom random) {
    this.random = random;
  }

  /// @param process the session's number
  Key add(int process, Session session) {
    int secret = random.nextInt();
    sessions.put(process, new Running(secret, session));
    return new Key(process, secret);
  }

  void remove(Key key) {
    sessions.remove(key.process());
  }

  /// Does nothing when the key is wrong: whoever asks is not told.
  void cancel(int process, int secret) {
    Running running = sessions.get(process);
    // One comparison of two ints takes the same time whatever bits differ.
    if (running != null && (running.secret() ^ secret) == 0) {
      running.session().cancel();
    }
  }

  void cancelAll() {
    sessions.values().forEach(running -> running.session().cancel());
  }
}
