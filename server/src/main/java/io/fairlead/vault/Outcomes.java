package io.fairlead.vault;

import io.fairlead.base.Limits;
import io.fairlead.secret.VaultStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What came of the calls of a value or of a vault. In memory alone, and bounded: what was called
/// longest ago gives way.
final class Outcomes<K> {
  private record Entry(
      Optional<Instant> read,
      Optional<Instant> silentSince,
      Optional<VaultStatus.Failure> failure) {
    static final Entry NONE = new Entry(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /// @return whether there was silence before
  boolean read(K key, Instant at) {
    return change(key, entry -> new Entry(later(entry, at), Optional.empty(), entry.failure()));
  }

  /// An answer, but not what was asked for.
  ///
  /// @return whether there was silence before
  boolean refused(K key, Instant at, String cause) {
    return change(key, entry -> new Entry(entry.read(), Optional.empty(), failure(at, cause)));
  }

  /// No answer.
  ///
  /// @return whether there was silence before
  boolean silent(K key, Instant at, String cause) {
    return change(
        key,
        entry ->
            new Entry(
                entry.read(),
                entry.silentSince().or(() -> Optional.of(at)),
                failure(at, cause)));
  }

  private static Optional<VaultStatus.Failure> failure(Instant at, String cause) {
    return Optional.of(new VaultStatus.Failure(at, cause));
  }

  /// Somebody may be slower to tell than the next one to read.
  private static Optional<Instant> later(Entry entry, Instant at) {
    return entry.read().filter(at::isBefore).or(() -> Optional.of(at));
  }

  /// What a call has made of an entry.
  @FunctionalInterface
  private interface Step {
    Entry from(Entry before);
  }

  private boolean change(K key, Step step) {
    lock.lock();
    try {
      Entry before = entries.getOrDefault(key, Entry.NONE);
      entries.put(key, step.from(before));
      if (entries.size() > Limits.VAULT_READINGS) {
        entries.remove(entries.keySet().iterator().next());
      }
      return before.silentSince().isPresent();
    } finally {
      lock.unlock();
    }
  }

  void forget(K key) {
    lock.lock();
    try {
      entries.remove(key);
    } finally {
      lock.unlock();
    }
  }

  VaultStatus status(K key, Instant now) {
    lock.lock();
    try {
      Entry entry = entries.getOrDefault(key, Entry.NONE);
      return new VaultStatus(
          entry.read(),
          entry.read().map(at -> Duration.between(at, now)),
          entry.silentSince(),
          entry.failure());
    } finally {
      lock.unlock();
    }
  }
}
