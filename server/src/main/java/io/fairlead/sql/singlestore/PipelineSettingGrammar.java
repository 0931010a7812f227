package io.fairlead.sql.singlestore;

import io.fairlead.sql.PipelineSettings;
import io.fairlead.sql.TokenReader;
import java.time.Duration;
import java.util.Optional;

/// BATCH_INTERVAL and the other settings of a pipeline's batches.
final class PipelineSettingGrammar {
  private PipelineSettingGrammar() {}

  static boolean at(TokenReader in) {
    return in.atOneOf(
        "BATCH_INTERVAL",
        "MAX_PARTITIONS_PER_BATCH",
        "MAX_RETRIES_PER_BATCH_PARTITION",
        "MAX_OFFSETS_PER_BATCH_PARTITION",
        "STOP_ON_ERROR");
  }

  /// One setting, over those before it.
  static PipelineSettings read(TokenReader in, PipelineSettings before) {
    if (in.accept("STOP_ON_ERROR")) {
      in.acceptSymbol("=");
      return with(before, stopOnError(in).stopOnError());
    }
    String key = in.next().text();
    in.acceptSymbol("=");
    if (key.equals("max_retries_per_batch_partition") && in.peek().text().equals("0")) {
      in.next();
      return retries(before, 0);
    }
    int number = in.positive("a number from 1");
    return switch (key) {
      case "batch_interval" ->
          new PipelineSettings(
              Optional.of(Duration.ofMillis(number)),
              before.maxPartitions(),
              before.maxRetries(),
              before.maxOffsets(),
              before.stopOnError());
      case "max_partitions_per_batch" ->
          new PipelineSettings(
              before.interval(),
              Optional.of(number),
              before.maxRetries(),
              before.maxOffsets(),
              before.stopOnError());
      case "max_offsets_per_batch_partition" ->
          new PipelineSettings(
              before.interval(),
              before.maxPartitions(),
              before.maxRetries(),
              Optional.of((long) number),
              before.stopOnError());
      default -> retries(before, number);
    };
  }

  private static PipelineSettings retries(PipelineSettings before, int number) {
    return new PipelineSettings(
        before.interval(),
        before.maxPartitions(),
        Optional.of(number),
        before.maxOffsets(),
        before.stopOnError());
  }

  /// Behind its word.
  static PipelineSettings stopOnError(TokenReader in) {
    return with(PipelineSettings.NONE, Optional.of(in.flag()));
  }

  private static PipelineSettings with(PipelineSettings before, Optional<Boolean> stops) {
    return new PipelineSettings(
        before.interval(),
        before.maxPartitions(),
        before.maxRetries(),
        before.maxOffsets(),
        stops);
  }
}
