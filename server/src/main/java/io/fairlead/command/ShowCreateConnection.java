package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW [REDACTED] CREATE CONNECTION. Needs no right on the connection (Materialize's rule): it
/// shows no secret.
public final class ShowCreateConnection implements Command<Statement.ShowCreateConnection> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("name"), Column.text("create_sql"));

  private final ShownDefinition definition;

  public ShowCreateConnection(ShownDefinition definition) {
    this.definition = definition;
  }

  @Override
  public Prepared prepare(
      Statement.ShowCreateConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Connection connection = Lookup.connection(image, statement.name(), actor);
    @Nullable Object[] row = {
      connection.name().full(), definition.text(image, connection, statement.redacted())
    };
    return new Prepared.Answer(Reply.rows(COLUMNS, List.<@Nullable Object[]>of(row)));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
