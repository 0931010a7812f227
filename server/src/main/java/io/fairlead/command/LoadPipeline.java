package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.sql.PipelineStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// START PIPELINE … FOREGROUND: loads what there is now, and reports what goes wrong to whoever asks.
public final class LoadPipeline implements Command<PipelineStatement.LoadPipeline> {
  private final PipelineRuns runs;

  public LoadPipeline(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.LoadPipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline =
        AlterPipeline.allowed(
            image, statement.name(), actor, Privilege.START_PIPELINE, "START PIPELINE");
    AlterPipeline.mustStandStill(pipeline);
    return new Prepared.Answer(runs.foreground(image, pipeline, statement.batches()));
  }
}
