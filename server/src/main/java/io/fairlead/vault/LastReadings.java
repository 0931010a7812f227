package io.fairlead.vault;

import io.fairlead.base.Limits;
import io.fairlead.model.Options;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The last values of linked secrets that may be used stale. In memory alone, and bounded: what was
/// read longest ago gives way.
final class LastReadings {
  /// @param options the vault connection's at that time: another vault may have another value
  /// @param nanos when it was read
  /// @param sealed null when it is not kept
  private record Entry(Options options, long nanos, byte @Nullable [] sealed) {
    int bytes() {
      return sealed == null ? 0 : sealed.length;
    }
  }

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Entry> entries = new LinkedHashMap<>();
  private long bytes;

  LastReadings(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// A value was read.
  ///
  /// @param sealed null when it may not be used later
  void read(Place place, Options options, long nanos, byte @Nullable [] sealed) {
    lock.lock();
    try {
      Entry before = entries.get(place);
      if (before != null && before.nanos - nanos > 0) {
        return; // Somebody was slower to tell than the next one to read.
      }
      put(place, new Entry(options, nanos, sealed));
    } finally {
      lock.unlock();
    }
  }

  /// Nothing of this place is to be used again.
  void forget(Place place) {
    lock.lock();
    try {
      remove(place);
    } finally {
      lock.unlock();
    }
  }

  /// The last value, still sealed, if it is not older than `most` and came from a vault of the same
  /// options.
  Optional<byte[]> last(Place place, Options options, Duration most) {
    lock.lock();
    try {
      Entry entry = entries.get(place);
      if (entry == null
          || entry.sealed == null
          || !entry.options.equals(options)
          || age(entry).compareTo(most) > 0) {
        return Optional.empty();
      }
      return Optional.of(entry.sealed.clone());
    } finally {
      lock.unlock();
    }
  }

  private Duration age(Entry entry) {
    return Duration.ofNanos(nanoTime.getAsLong() - entry.nanos);
  }

  /// Puts it last, behind those that were read before.
  private void put(Place place, Entry entry) {
    remove(place);
    entries.put(place, entry);
    bytes += entry.bytes();
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > Limits.VAULT_READINGS || bytes > Limits.VAULT_READING_BYTES) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  private void remove(Place place) {
    Entry gone = entries.remove(place);
    if (gone != null) {
      bytes -= gone.bytes();
    }
  }

  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }
}
