package io.fairlead.sql;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a pipeline is to go on in its topic.
public sealed interface PipelineOffsets {
  record Earliest() implements PipelineOffsets {}

  record Latest() implements PipelineOffsets {}

  /// @param next the offset to read next, by partition
  record At(SortedMap<Integer, Long> next) implements PipelineOffsets {
    public At {
      next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }
  }
}
