package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.PipelineStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW PIPELINES. The first column is named after the schema, as clients of SingleStore expect.
public final class ShowPipelines implements Command<PipelineStatement.ShowPipelines> {
  private final PipelineRuns runs;

  public ShowPipelines(PipelineRuns runs) {
    this.runs = runs;
  }

  @Override
  public List<Column> columns(PipelineStatement.ShowPipelines statement) {
    return List.of(
        Column.text(statement.schema().map(schema -> "Pipelines_in_" + schema).orElse("Pipelines")),
        Column.text("State"),
        Column.text("Scheduled"));
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ShowPipelines statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Access access = Rights.access(image, actor);
    String schema = statement.schema().orElse(actor.schema());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (CatalogObject object : image.all(Kind.Space.PIPELINE)) {
      if (object instanceof Pipeline pipeline
          && pipeline.name().schema().equals(schema)
          && access.sees(pipeline)) {
        rows.add(
            new @Nullable Object[] {
              pipeline.name().object(),
              runs.doing(pipeline.id()).orElse(pipeline.state().word()),
              pipeline.isRunning() ? "True" : "False"
            });
      }
    }
    return new Prepared.Answer(Reply.rows(columns(statement), rows));
  }
}
