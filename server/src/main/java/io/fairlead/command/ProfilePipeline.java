package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineState;
import io.fairlead.model.Privilege;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.PipelineStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PROFILE PIPELINE: one batch, of which nothing is kept, step by step.
public final class ProfilePipeline implements Command<PipelineStatement.ProfilePipeline> {
  /// Parts are files or partitions.
  public static final List<Column> COLUMNS =
      List.of(
          Column.text("Step"),
          new Column("Parts", ColumnType.INT8),
          new Column("Rows", ColumnType.INT8),
          new Column("Bytes", ColumnType.INT8),
          new Column("Time_ms", ColumnType.FLOAT8));

  private static final String TAG = "PROFILE PIPELINE";

  private final PipelineRuns runs;

  public ProfilePipeline(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ProfilePipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline =
        AlterPipeline.allowed(image, statement.name(), actor, Privilege.START_PIPELINE, TAG);
    AlterPipeline.mustStandStill(pipeline);
    if (pipeline.state() == PipelineState.ERROR) {
      throw Problem.of(
              ProblemKind.STILL_IN_USE,
              "pipeline \"" + pipeline.name().object() + "\" has stopped with an error")
          .withHint("STOP PIPELINE says that it is known, then it can be profiled.")
          .refusal();
    }
    return new Prepared.Answer(runs.profile(image, pipeline));
  }
}
