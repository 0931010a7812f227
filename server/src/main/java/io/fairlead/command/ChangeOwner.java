package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Role;
import io.fairlead.model.Secret;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER SECRET | SCHEMA … OWNER TO: ownership, membership in the new owner, and the right to create
/// in the schema are all needed.
public final class ChangeOwner implements Command<Statement.ChangeOwner> {
  @Override
  public Prepared prepare(
      Statement.ChangeOwner statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    check(statement, actor, image);
    return new Prepared.Change(
        (latest, now) -> {
          Optional<CatalogObject> after = check(statement, actor, latest);
          if (after.isEmpty()) {
            return Decision.nothing(
                Reply.done(
                    tag(statement), List.of(Lookup.skipped(statement.kind(), statement.name()))));
          }
          CatalogObject object = after.get();
          return new Decision<>(
              List.of(new Change.Put(object.withHeader(object.header().next(now)))),
              Reply.done(tag(statement)));
        });
  }

  /// The object with its new owner; empty when IF EXISTS found nothing.
  private static Optional<CatalogObject> check(
      Statement.ChangeOwner statement, Actor actor, Image image) {
    if (statement.ifExists()
        && Lookup.find(image, statement.kind(), statement.name(), actor).isEmpty()) {
      return Optional.empty();
    }
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    if (object.kind() == Kind.ROLE) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "roles have no owner to change").refusal();
    }
    Rights.mustOwn(image, actor, object);
    mustNotBePart(object, image);
    Role newOwner = Lookup.role(image, statement.newOwner());
    Rights.mustBeMember(image, actor, newOwner);
    if (object.kind() != Kind.SCHEMA) {
      Rights.mustCreateIn(image, actor, object.name().schema());
    }
    return Optional.of(object.withHeader(object.header().withOwner(newOwner.id())));
  }

  private static void mustNotBePart(CatalogObject object, Image image) {
    if (object instanceof Secret secret && secret.partOf().isPresent()) {
      String whole =
          image.object(secret.partOf().get()).map(found -> found.name().object()).orElse("");
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "secret \"" + secret.name().object() + "\" is part of connection \"" + whole + "\"")
          .withHint("It gets a new owner with the connection.")
          .refusal();
    }
  }

  private static String tag(Statement.ChangeOwner statement) {
    return "ALTER " + statement.kind().keyword();
  }
}
