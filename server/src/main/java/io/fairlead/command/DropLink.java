package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DROP LINK, refused in MySQL's words.
public final class DropLink implements Command<LinkStatement.DropLink> {
  private static final String TAG = "DROP LINK";

  private final Command<Statement.Drop> drop;

  public DropLink(Command<Statement.Drop> drop) {
    this.drop = drop;
  }

  @Override
  public Prepared prepare(
      LinkStatement.DropLink statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    for (var name : statement.drop().names()) {
      Lookup.find(image, Kind.CONNECTION, name, actor)
          .filter(found -> found.kind() == Kind.CONNECTION)
          .ifPresent(
              link -> Rights.mustOwnOrHave(image, actor, Privilege.DROP_LINK, link, TAG));
    }
    return LinkReply.of(
        drop.prepare(statement.drop(), actor, image, parameters), TAG, List.of());
  }
}
