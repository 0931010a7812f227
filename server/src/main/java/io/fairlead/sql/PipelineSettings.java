package io.fairlead.sql;

import io.fairlead.model.PipelineBatches;
import java.time.Duration;
import java.util.Optional;

/// What a statement says of a pipeline's batches.
public record PipelineSettings(
    Optional<Duration> interval,
    Optional<Integer> maxPartitions,
    Optional<Integer> maxRetries,
    Optional<Long> maxOffsets,
    Optional<Boolean> stopOnError) {
  public static final PipelineSettings NONE =
      new PipelineSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// What is not said stays.
  public PipelineBatches over(PipelineBatches before) {
    return new PipelineBatches(
        interval.orElse(before.interval()),
        maxPartitions.orElse(before.maxPartitions()),
        maxRetries.orElse(before.maxRetries()),
        maxOffsets.orElse(before.maxOffsets()),
        stopOnError.orElse(before.stopOnError()));
  }

  /// What differs from the standard, as a statement would say it.
  public static PipelineSettings of(PipelineBatches batches) {
    PipelineBatches standard = PipelineBatches.STANDARD;
    return new PipelineSettings(
        Optional.of(batches.interval()).filter(said -> !said.equals(standard.interval())),
        Optional.of(batches.maxPartitions()).filter(said -> said != standard.maxPartitions()),
        Optional.of(batches.maxRetries()).filter(said -> said != standard.maxRetries()),
        Optional.of(batches.maxOffsets()).filter(said -> said != standard.maxOffsets()),
        Optional.of(batches.stopOnError()).filter(said -> said != standard.stopOnError()));
  }
}
