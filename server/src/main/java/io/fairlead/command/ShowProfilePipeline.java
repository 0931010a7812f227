package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.Column;
import io.fairlead.sql.PipelineStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW PROFILE PIPELINE, for whoever sees the pipeline.
public final class ShowProfilePipeline implements Command<PipelineStatement.ShowProfilePipeline> {
  private final PipelineRuns runs;

  public ShowProfilePipeline(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public List<Column> columns() {
    return ProfilePipeline.COLUMNS;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ShowProfilePipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline = (Pipeline) Lookup.get(image, Kind.PIPELINE, statement.name(), actor);
    return new Prepared.Answer(runs.lastProfile(image, pipeline));
  }
}
