package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SHOW GRANTS: what a role may do in whole databases, by itself or through its roles. A superuser may
/// everything; a schema's owner everything in it.
public final class ShowGrants implements Command<LinkStatement.ShowGrants> {
  @Override
  public Prepared prepare(
      LinkStatement.ShowGrants statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Role role =
        statement.role().isPresent()
            ? Lookup.role(image, statement.role().get())
            : Lookup.role(image, actor);
    if (!role.id().equals(actor.role())) {
      Rights.mustBeMember(image, actor, role);
    }
    String user = "'" + role.name().object().replace("'", "''") + "'@'%'";
    Access access = Access.of(image, role);
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(row(role.superuser() ? "ALL PRIVILEGES" : "USAGE", "*.*", user));
    if (!role.superuser()) {
      for (CatalogObject object : image.all(Kind.Space.SCHEMA)) {
        databases(access, (Schema) object)
            .ifPresent(
                rights ->
                    rows.add(
                        row(
                            rights,
                            "`" + object.name().object().replace("`", "``") + "`.*",
                            user)));
      }
    }
    return new Prepared.Answer(Reply.rows(columns(), rows));
  }

  private static @Nullable Object[] row(String rights, String where, String user) {
    return new @Nullable Object[] {"GRANT " + rights + " ON " + where + " TO " + user};
  }

  private static Optional<String> databases(Access access, Schema schema) {
    if (access.owns(schema)) {
      return Optional.of("ALL PRIVILEGES");
    }
    Set<Privilege> rights = EnumSet.noneOf(Privilege.class);
    for (Privilege right : Privilege.ofDatabases()) {
      if (access.may(right, schema)) {
        rights.add(right);
      }
    }
    return rights.isEmpty()
        ? Optional.empty()
        : Optional.of(rights.stream().map(Privilege::words).collect(Collectors.joining(", ")));
  }

  @Override
  public List<Column> columns() {
    return List.of(Column.text("Grants for User"));
  }
}
