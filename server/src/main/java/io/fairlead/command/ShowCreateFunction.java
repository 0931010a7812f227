package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.Kind;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.FunctionStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW CREATE FUNCTION, in the dialect that made it. There is no secret in it.
public final class ShowCreateFunction implements Command<FunctionStatement.ShowCreateFunction> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("Function"), Column.text("Create Function"));

  private final ShownDefinition definition;

  public ShowCreateFunction(ShownDefinition definition) {
    this.definition = definition;
  }

  @Override
  public Prepared prepare(
      FunctionStatement.ShowCreateFunction statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    ExternalFunction function =
        (ExternalFunction) Lookup.get(image, Kind.FUNCTION, statement.name(), actor);
    @Nullable Object[] row = {function.name().object(), definition.text(image, function)};
    return new Prepared.Answer(Reply.rows(COLUMNS, List.<@Nullable Object[]>of(row)));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
