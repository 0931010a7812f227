package io.fairlead.external;

import io.fairlead.engine.ExternalFiles.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a file are there. Not safe for several threads.
final class Ranges {
  /// From the first byte of a range to the byte behind its last; none of them touch.
  private final TreeMap<Long, Long> present = new TreeMap<>();

  private long total;

  /// @return how many bytes of it were not there before
  long add(Range range) {
    if (range.bytes() <= 0) {
      return 0;
    }
    long before = total;
    long from = range.offset();
    long to = range.offset() + range.bytes();
    Map.Entry<Long, Long> left = present.floorEntry(from);
    if (left != null && left.getValue() >= from) {
      from = left.getKey();
    }
    Map.Entry<Long, Long> next = present.ceilingEntry(from);
    while (next != null && next.getKey() <= to) {
      to = Math.max(to, next.getValue());
      present.remove(next.getKey());
      total -= next.getValue() - next.getKey();
      next = present.ceilingEntry(from);
    }
    present.put(from, to);
    total += to - from;
    return total - before;
  }

  /// What is not there of a range, in order.
  List<Range> missing(Range wanted) {
    List<Range> found = new ArrayList<>();
    long at = wanted.offset();
    long end = wanted.offset() + wanted.bytes();
    Map.Entry<Long, Long> entry = present.floorEntry(at);
    if (entry != null && entry.getValue() > at) {
      at = entry.getValue();
    }
    while (at < end) {
      Map.Entry<Long, Long> next = present.ceilingEntry(at);
      long hole = next == null ? end : Math.min(end, next.getKey());
      if (hole > at) {
        found.add(new Range(at, hole - at));
      }
      at = next == null ? end : next.getValue();
    }
    return found;
  }

  long total() {
    return total;
  }
}
