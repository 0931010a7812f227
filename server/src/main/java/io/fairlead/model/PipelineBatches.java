package io.fairlead.model;

import java.time.Duration;

/// How much a pipeline takes at a time, and what it does when that fails.
///
/// @param interval between looks for new input
/// @param maxPartitions files or partitions of one batch; 0 for as many as the server thinks right
/// @param maxRetries of a batch that fails
/// @param maxOffsets messages of one partition in one batch; 0 for as many as the server thinks right
/// @param stopOnError after the retries; otherwise what cannot be loaded is skipped
public record PipelineBatches(
    Duration interval, int maxPartitions, int maxRetries, long maxOffsets, boolean stopOnError) {
  /// What counts where nothing is said (SingleStore's values).
  public static final PipelineBatches STANDARD =
      new PipelineBatches(Duration.ofMillis(2500), 0, 4, 0, true);
}
