package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.Column;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW CREATE SOURCE, in the dialect that made it.
public final class ShowCreateSource implements Command<PipelineStatement.ShowCreateSource> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("name"), Column.text("create_sql"));

  private final Dialects dialects;

  public ShowCreateSource(Dialects dialects) {
    this.dialects = dialects;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ShowCreateSource statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline source = CreateSource.found(image, statement.name(), actor);
    @Nullable Object[] row = {source.name().full(), text(source, image, dialects) + ";"};
    return new Prepared.Answer(Reply.rows(COLUMNS, List.<@Nullable Object[]>of(row)));
  }

  static String text(Pipeline source, Image image, Dialects dialects) {
    Connection connection = image.connection(source.storage().connection()).orElseThrow();
    return dialects
        .speaking(source.dialect())
        .show(
            new PipelineStatement.CreateSource(
                ShowCreatePipeline.written(source.name()),
                false,
                ShowCreatePipeline.written(connection.name()),
                source.input(),
                source.load().format(),
                source.load().fields(),
                source.own().orElseThrow(),
                source.dialect()));
  }
}
