package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW LINKS, in SingleStore's columns. It lists what the caller may use; others learn of no link.
public final class ShowLinks implements Command<LinkStatement.ShowLinks> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("Link"),
          Column.text("Type"),
          Column.text("Description"),
          Column.text("Config"));

  private final ShownDefinition definition;

  public ShowLinks(ShownDefinition definition) {
    this.definition = definition;
  }

  @Override
  public Prepared prepare(
      LinkStatement.ShowLinks statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    String schema = statement.schema().orElse(actor.schema());
    Lookup.schema(image, schema);
    Access access = Rights.access(image, actor);
    List<Connection> links = new ArrayList<>();
    for (CatalogObject object : image.all(Kind.Space.ITEM)) {
      if (object instanceof Connection connection
          && connection.name().schema().equals(schema)
          && access.sees(connection)
          && access.may(Privilege.USAGE, connection)
          && statement
              .like()
              .map(pattern -> LikePattern.matches(pattern, connection.name().object()))
              .orElse(true)) {
        links.add(connection);
      }
    }
    links.sort(Comparator.comparing(link -> link.name().object()));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Connection link : links) {
      rows.add(
          new @Nullable Object[] {
            link.name().object(),
            definition.typeWord(link, statement.dialect()),
            link.header().comment(),
            definition.config(image, link)
          });
    }
    return new Prepared.Answer(Reply.rows(COLUMNS, rows));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
