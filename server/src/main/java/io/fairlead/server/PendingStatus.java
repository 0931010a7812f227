package io.fairlead.server;

import io.fairlead.engine.PipelineStatus;
import io.fairlead.model.ObjectId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Between the engine, which shows what pipelines know, and the pipelines, which need the engine.
final class PendingStatus implements PipelineStatus {
  private volatile PipelineStatus from = PipelineStatus.NONE;

  private volatile Function<ObjectId, Optional<String>> demands = _ -> Optional.empty();

  /// @param onDemand what is done with a pipeline on somebody's demand
  void from(PipelineStatus status, Function<ObjectId, Optional<String>> onDemand) {
    from = status;
    demands = onDemand;
  }

  @Override
  public Optional<String> doing(ObjectId pipeline) {
    return demands.apply(pipeline);
  }

  @Override
  public List<Pending> pending(ObjectId pipeline) {
    return from.pending(pipeline);
  }

  @Override
  public boolean fails(ObjectId pipeline) {
    return from.fails(pipeline);
  }
}
