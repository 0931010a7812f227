package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CLEAR PIPELINE ERRORS: what went wrong so far is not shown any more. The pipeline may run, and its
/// state stays.
public final class ClearPipelineErrors implements Command<PipelineStatement.ClearPipelineErrors> {
  private static final String TAG = "CLEAR PIPELINE ERRORS";

  private final PipelineRuns runs;

  public ClearPipelineErrors(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ClearPipelineErrors statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline =
        AlterPipeline.allowed(image, statement.name(), actor, Privilege.ALTER_PIPELINE, TAG);
    runs.clearErrors(image, pipeline);
    return new Prepared.Answer(Reply.done(TAG));
  }
}
