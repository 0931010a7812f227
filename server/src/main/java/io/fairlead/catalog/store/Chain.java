package io.fairlead.catalog.store;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks along the history and finds the first place where it was changed by other hands.
///
/// What it does not promise: somebody who can write to the database and computes every later hash
/// anew is not noticed. For that, keep a copy of the head elsewhere.
final class Chain {
  private byte[] hash = HistoryRow.NO_HASH;
  private @Nullable HistoryRow last;
  private @Nullable Long broken;

  /// The next row in the order of the history, with the two hashes that are written in it.
  ///
  /// @param sequence of the commit in whose place the row stands
  void add(long sequence, HistoryRow row, byte[] writtenPrevious, byte[] writtenHash) {
    boolean whole = Arrays.equals(row.hashAfter(writtenPrevious), writtenHash);
    if (!whole || row.sequence() != sequence) {
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

  void breakAt(long sequence) {
    if (broken == null || sequence < broken) {
      broken = sequence;
    }
  }

  Optional<Long> firstBreak() {
    return Optional.ofNullable(broken);
  }
}
