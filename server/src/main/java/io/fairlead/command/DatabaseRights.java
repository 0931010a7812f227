package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SingleStore's GRANT and REVOKE on whole databases. `*.*` means those that there are now.
public final class DatabaseRights implements Command<LinkStatement.GrantRights> {
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  @Override
  public Prepared prepare(
      LinkStatement.GrantRights statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    decide(statement, actor, image, CHECKED_ONLY);
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  private static Decision<Reply> decide(
      LinkStatement.GrantRights statement, Actor actor, Image image, Touch now) {
    List<Optional<ObjectId>> grantees =
        ObjectPrivileges.grantees(statement.grantees(), image);
    List<Change> changes = new ArrayList<>();
    for (Schema schema : schemas(statement, image)) {
      Rights.mustOwn(image, actor, schema);
      List<Grant> before = schema.header().grants();
      List<Grant> after = before;
      for (Optional<ObjectId> grantee : grantees) {
        if (!grantee.equals(Optional.of(schema.owner()))) {
          after =
              ObjectPrivileges.changed(
                  after, grantee, schema.owner(), statement.rights(), statement.grant());
        }
      }
      ObjectPrivileges.mustBeFew(after, Kind.SCHEMA);
      if (!after.equals(before)) {
        changes.add(
            new Change.Put(schema.withHeader(schema.header().next(now).withGrants(after))));
      }
    }
    return new Decision<>(changes, Reply.done(statement.grant() ? "GRANT" : "REVOKE"));
  }

  private static List<Schema> schemas(LinkStatement.GrantRights statement, Image image) {
    return statement.schema().isPresent()
        ? List.of(Lookup.schema(image, statement.schema().get()))
        : image.all(Kind.Space.SCHEMA).stream().map(Schema.class::cast).toList();
  }
}
