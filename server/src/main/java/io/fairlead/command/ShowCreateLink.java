package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.Privilege;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SHOW CREATE LINK, for every type; SingleStore's knows no HTTP links.
public final class ShowCreateLink implements Command<LinkStatement.ShowCreateLink> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("Link Name"), Column.text("Create Link"));

  private final ShownDefinition definition;

  public ShowCreateLink(ShownDefinition definition) {
    this.definition = definition;
  }

  @Override
  public Prepared prepare(
      LinkStatement.ShowCreateLink statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Connection link = Lookup.connection(image, statement.name(), actor);
    if (!Rights.access(image, actor).may(Privilege.USAGE, link)) {
      throw Rights.commandDenied(actor, "SHOW CREATE LINK", link.name().object());
    }
    @Nullable Object[] row = {
      link.name().object(), definition.text(image, link, false, statement.dialect())
    };
    return new Prepared.Answer(Reply.rows(COLUMNS, List.<@Nullable Object[]>of(row)));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}
