package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.StorageUse;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW CREATE TABLE of an external table, for whoever may do something with its rows. It reads back,
/// unless secrets were typed into it: those are stars. What the statement cannot say is in a notice.
public final class ShowCreateTable implements Command<Statement.ShowCreateTable> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("Table"), Column.text("Create Table"));

  private final ShownDefinition definition;
  private final PlaceRules rules;

  public ShowCreateTable(ShownDefinition definition, PlaceRules rules) {
    this.definition = definition;
    this.rules = rules;
  }

  @Override
  public Prepared prepare(
      Statement.ShowCreateTable statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    ExternalTable table = DescribeTable.table(image, statement.name(), actor);
    StorageUse use = table.storage();
    Connection connection = image.connection(use.connection()).orElseThrow();
    List<Problem> notices = new ArrayList<>();
    if (!use.isOwn()) {
      notices.addAll(rules.notices(use, connection));
    }
    use.pin()
        .ifPresent(
            pin ->
                notices.add(
                    Problem.of(
                        ProblemKind.DONE,
                        "it is held at version "
                            + pin.version()
                            + " of its connection: ALTER TABLE … PIN VERSION")));
    return new Prepared.Answer(
        shown(table.name().object(), definition.text(image, table, actor.schema()), notices));
  }

  /// @param text the statement
  public static Reply shown(String table, String text, List<Problem> notices) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(new @Nullable Object[] {table, text});
    return new Reply("SELECT 1", COLUMNS, rows, List.copyOf(notices));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
