package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ALTER SECRET | ROLE | SCHEMA … RENAME TO. References are by id, so nothing else changes.
public final class Rename implements Command<Statement.Rename> {
  @Override
  public Prepared prepare(
      Statement.Rename statement, Actor actor, Image image, List<@Nullable Object> parameters) {
    decide(statement, actor, image);
    return new Prepared.Change(
        (latest, now) -> {
          CatalogObject before = decide(statement, actor, latest);
          if (before == null) {
            return Decision.nothing(skipped(statement));
          }
          Name name = before.name().withObject(statement.newName());
          if (name.equals(before.name())) {
            return Decision.nothing(Reply.done(tag(statement)));
          }
          CatalogObject after =
              before.withHeader(before.header().next(now).withName(name));
          return new Decision<>(List.of(new Change.Put(after)), Reply.done(tag(statement)));
        });
  }

  private static @Nullable CatalogObject decide(
      Statement.Rename statement, Actor actor, Image image) {
    if (statement.ifExists()
        && Lookup.find(image, statement.kind(), statement.name(), actor).isEmpty()) {
      return null;
    }
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    if (object.kind() == Kind.ROLE) {
      Rights.mustBeSuperuser(image, actor, "rename roles");
    } else {
      Rights.mustOwn(image, actor, object);
    }
    if (object.kind() == Kind.SCHEMA) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "schemas cannot be renamed yet").refusal();
    }
    Name name = object.name().withObject(statement.newName());
    if (!name.equals(object.name())) {
      Lookup.mustBeFree(image, object.kind(), name);
    }
    return object;
  }

  private static Reply skipped(Statement.Rename statement) {
    return Reply.done(
        tag(statement), List.of(Lookup.skipped(statement.kind(), statement.name())));
  }

  private static String tag(Statement.Rename statement) {
    return "ALTER " + statement.kind().keyword();
  }
}
