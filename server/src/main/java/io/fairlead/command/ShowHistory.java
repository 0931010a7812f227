package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.catalog.Store;
import io.fairlead.model.CatalogObject;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW HISTORY OF CONNECTION c: every version with who, when, what is different from the version
/// before, and the redacted statement. For owners.
public final class ShowHistory implements Command<Statement.ShowHistory> {
  /// Versions in one answer, the newest ones.
  private static final int MOST = 1000;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("version", ColumnType.INT4),
          new Column("at", ColumnType.TIMESTAMPTZ),
          Column.text("by"),
          Column.text("name"),
          Column.text("dialect"),
          Column.text("changed"),
          Column.text("statement"));

  private final Store store;

  public ShowHistory(Store store) {
    this.store = store;
  }

  @Override
  public Prepared prepare(
      Statement.ShowHistory statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    Rights.mustOwn(image, actor, object);
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Store.Entry> entries = store.history(object.id(), MOST + 1);
    for (int i = 0; i < Math.min(entries.size(), MOST); i++) {
      Store.Entry entry = entries.get(i);
      rows.add(
          new @Nullable Object[] {
            entry.version(),
            entry.touch().at(),
            entry.touch().by(),
            entry.name().full(),
            entry.dialect(),
            changed(i + 1 < entries.size() ? entries.get(i + 1).object() : null, entry.object()),
            entry.statement()
          });
    }
    return new Prepared.Answer(Reply.rows(COLUMNS, rows));
  }

  private static String changed(
      @Nullable CatalogObject before, @Nullable CatalogObject after) {
    if (after == null) {
      return "dropped";
    }
    return before == null ? "created" : String.join(", ", Difference.changes(before, after));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
