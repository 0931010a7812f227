package io.fairlead.catalog.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks along the history and finds the first place where it was changed by other hands.
///
/// What it does not promise: somebody who can write to the database and computes every later hash
/// anew is not noticed. For that, keep a copy of the head elsewhere.
final class Chain {
  private byte[] hash = HistoryRow.NO_HASH;
  private final Map<Long, Long> ends = new HashMap<>();
  private @Nullable HistoryRow last;
  private @Nullable Long broken;

  /// The next row in the order of the history, with what is written in it beside its fields.
  ///
  /// @param place where the row stands
  /// @param previousPlace where it says that the object's version before stands
  void add(
      long place,
      HistoryRow row,
      @Nullable Long previousPlace,
      byte[] writtenPrevious,
      byte[] writtenHash) {
    long sequence = HistoryRow.sequenceAt(place);
    boolean whole = Arrays.equals(row.hashAfter(writtenPrevious), writtenHash);
    boolean inLine = Objects.equals(ends.put(row.id(), place), previousPlace);
    if (!whole || !inLine || row.sequence() != sequence) {
      breakAt(sequence);
    } else if (!Arrays.equals(writtenPrevious, hash)) {
      // The row itself is whole, so something in front of it is not what it was.
      breakAt(missingBefore(row));
    }
    last = row;
    hash = writtenHash;
  }

  private long missingBefore(HistoryRow row) {
    HistoryRow before = last;
    if (before == null) {
      return 1;
    }
    if (row.ordinal() > 0 && row.sequence() != before.sequence()) {
      return row.sequence();
    }
    boolean follows = row.sequence() - before.sequence() <= 1;
    return follows ? before.sequence() : before.sequence() + 1;
  }

  /// What the head says of the last row.
  void endsAt(long sequence, byte[] writtenHash) {
    HistoryRow before = last;
    long end = before == null ? 0 : before.sequence();
    if (end != sequence) {
      breakAt(Math.min(end, sequence) + 1);
    } else if (!Arrays.equals(writtenHash, hash)) {
      breakAt(end);
    }
  }

  /// Where an object's history is said to end; every one must be told.
  void objectEndsAt(long id, long place) {
    Long end = ends.remove(id);
    if (end == null || end != place) {
      breakAt(HistoryRow.sequenceAt(end == null ? place : end));
    }
  }

  private void breakAt(long sequence) {
    if (broken == null || sequence < broken) {
      broken = sequence;
    }
  }

  Optional<Long> firstBreak() {
    ends.values().forEach(place -> breakAt(HistoryRow.sequenceAt(place)));
    return Optional.ofNullable(broken);
  }
}
