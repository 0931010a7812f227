package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.PipelineStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// TEST PIPELINE: one row of JSON for each row that the next batch would load.
public final class TestPipeline implements Command<PipelineStatement.TestPipeline> {
  private static final List<Column> COLUMNS = List.of(Column.text("row"));

  private final PipelineRuns runs;

  public TestPipeline(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.TestPipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline =
        AlterPipeline.allowed(
            image, statement.name(), actor, Privilege.START_PIPELINE, "TEST PIPELINE");
    AlterPipeline.mustStandStill(pipeline);
    Reply found = runs.test(image, pipeline, statement.rows());
    return new Prepared.Answer(Reply.rows(COLUMNS, found.rows()));
  }
}
