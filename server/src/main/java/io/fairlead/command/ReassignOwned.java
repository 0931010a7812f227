package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grants;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// REASSIGN OWNED BY: gives all that some roles own to another one, in one commit. Needs membership
/// in all of them. Default privileges for objects of a role stay with it, as in PostgreSQL: DROP
/// OWNED takes them away.
public final class ReassignOwned implements Command<Statement.ReassignOwned> {
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  @Override
  public Prepared prepare(
      Statement.ReassignOwned statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    decide(statement, actor, image, CHECKED_ONLY);
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  private static Decision<Reply> decide(
      Statement.ReassignOwned statement, Actor actor, Image image, Touch now) {
    List<Role> roles = DropOwned.roles(statement.roles(), actor, image);
    Role newOwner = Lookup.role(image, statement.newOwner());
    Rights.mustBeMember(image, actor, newOwner);
    List<Change> changes = new ArrayList<>();
    for (Role role : roles) {
      if (role.id().equals(newOwner.id())) {
        continue;
      }
      for (ObjectId id : new TreeSet<>(image.ownedBy(role.id()))) {
        CatalogObject object = image.get(id);
        boolean staysWithCreator =
            object instanceof DefaultPrivilege defaults && defaults.creator().isPresent();
        if (!staysWithCreator && !id.equals(role.id())) {
          CatalogObject after = given(object, newOwner.id());
          changes.add(new Change.Put(after.withHeader(after.header().next(now))));
        }
      }
    }
    return new Decision<>(changes, Reply.done("REASSIGN OWNED"));
  }

  /// The object with another owner, and the grants as from that one. The owner of a default
  /// privilege may be among its grantees: it is not the owner of the objects.
  static CatalogObject given(CatalogObject object, ObjectId newOwner) {
    CatalogObject after = object.withHeader(object.header().withOwner(newOwner));
    return object instanceof DefaultPrivilege
        ? after.withHeader(
            after.header().withGrants(Grants.grantedBy(newOwner, object.header().grants())))
        : after;
  }
}
