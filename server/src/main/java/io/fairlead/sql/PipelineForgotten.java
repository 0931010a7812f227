package io.fairlead.sql;

/// What a pipeline forgets of how far it has come: it may be loaded again.
public sealed interface PipelineForgotten {
  record File(String name) implements PipelineForgotten {}

  /// Files that are not at the source any more.
  record OrphanFiles() implements PipelineForgotten {}

  record Partition(int number) implements PipelineForgotten {}

  /// Partitions that the topic does not have any more.
  record OrphanPartitions() implements PipelineForgotten {}
}
