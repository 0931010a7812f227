package io.fairlead.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A table that is a pipeline's own: it is made when the pipeline begins, and goes with it.
///
/// @param start the offsets to begin with, by partition; a partition that is not named begins with its
///     first message
public record PipelineTable(List<TableColumn> columns, SortedMap<Integer, Long> start) {
  public PipelineTable {
    columns = List.copyOf(columns);
    start = Collections.unmodifiableSortedMap(new TreeMap<>(start));
  }
}
