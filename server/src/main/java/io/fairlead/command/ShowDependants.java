package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// SHOW DEPENDANTS OF: everything that needs an object, the nearest first. What the actor may not see
/// is counted in no row; it can still make a DROP fail.
public final class ShowDependants implements Command<Statement.ShowDependants> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("kind"),
          Column.text("name"),
          Column.text("id"),
          Column.text("owner"),
          new Column("distance", ColumnType.INT4));

  @Override
  public Prepared prepare(
      Statement.ShowDependants statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    Access access = Rights.access(image, actor);
    Map<ObjectId, Integer> distances = new HashMap<>(Map.of(object.id(), 0));
    ArrayDeque<ObjectId> next = new ArrayDeque<>(List.of(object.id()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (!next.isEmpty()) {
      ObjectId id = next.remove();
      for (ObjectId dependant : image.dependants(id)) {
        if (distances.putIfAbsent(dependant, distances.getOrDefault(id, 0) + 1) == null) {
          next.add(dependant);
          CatalogObject found = image.get(dependant);
          if (access.sees(found)) {
            rows.add(row(image, found, distances.getOrDefault(dependant, 0)));
          }
        }
      }
    }
    return new Prepared.Answer(Reply.rows(COLUMNS, rows));
  }

  private static @Nullable Object[] row(Image image, CatalogObject object, int distance) {
    return new @Nullable Object[] {
      object.kind().word(),
      object.name().full(),
      object.id().toString(),
      ListObjects.owner(image, object),
      distance
    };
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
