package io.fairlead.server;

import io.fairlead.engine.PipelineStatus;
import io.fairlead.model.ObjectId;
import java.util.List;

/// Between the engine, which shows what pipelines know, and the pipelines, which need the engine.
final class PendingStatus implements PipelineStatus {
  private volatile PipelineStatus from = PipelineStatus.NONE;

  void from(PipelineStatus status) {
    from = status;
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
