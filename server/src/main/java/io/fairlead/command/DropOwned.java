package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Grants;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// DROP OWNED BY: drops what the roles own, with their default privileges, and revokes what was
/// granted to them, so that they can be dropped. Roles that they made, and default privileges for
/// everybody, are nobody's belongings: those pass to whoever carries this out.
public final class DropOwned implements Command<Statement.DropOwned> {
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  @Override
  public Prepared prepare(
      Statement.DropOwned statement, Actor actor, Image image, List<@Nullable Object> parameters) {
    decide(statement, actor, image, CHECKED_ONLY);
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  private static Decision<Reply> decide(
      Statement.DropOwned statement, Actor actor, Image image, Touch now) {
    List<Role> roles = roles(statement.roles(), actor, image);
    Map<ObjectId, CatalogObject> dropped = new LinkedHashMap<>();
    Map<ObjectId, CatalogObject> kept = new LinkedHashMap<>();
    for (Role role : roles) {
      for (ObjectId id : new TreeSet<>(image.ownedBy(role.id()))) {
        CatalogObject object = image.get(id);
        if (isNobodys(object)) {
          kept.put(id, ReassignOwned.given(object, actor.role()));
        } else {
          dropped.put(id, object);
        }
      }
    }
    for (CatalogObject object : dropped.values()) {
      if (object instanceof Schema schema) {
        Drop.mustNotBePublic(schema);
      }
    }
    Cascade fall = Cascade.of(image, actor, dropped, statement.cascade());
    kept.putAll(fall.freed());
    for (Role role : roles) {
      for (ObjectId id : new TreeSet<>(image.grantsNaming(role.id()))) {
        if (!fall.contains(id)) {
          CatalogObject object = kept.getOrDefault(id, image.get(id));
          kept.put(id, without(object, role));
        }
      }
    }
    List<Change> changes = new ArrayList<>();
    kept.values().forEach(after -> change(image, after, now).ifPresent(changes::add));
    fall.all().forEach(object -> changes.add(Change.Drop.of(object)));
    return new Decision<>(changes, Reply.done("DROP OWNED", fall.notices()));
  }

  static List<Role> roles(List<String> names, Actor actor, Image image) {
    List<Role> roles = names.stream().distinct().map(name -> Lookup.role(image, name)).toList();
    roles.forEach(role -> Rights.mustBeMember(image, actor, role));
    return roles;
  }

  private static boolean isNobodys(CatalogObject object) {
    return object instanceof Role
        || (object instanceof DefaultPrivilege defaults && defaults.creator().isEmpty());
  }

  private static CatalogObject without(CatalogObject object, Role grantee) {
    List<Grant> left =
        Grants.minus(
            object.header().grants(),
            Optional.of(grantee.id()),
            EnumSet.allOf(Privilege.class));
    return object.withHeader(object.header().withGrants(left));
  }

  private static Optional<Change> change(Image image, CatalogObject after, Touch now) {
    CatalogObject before = image.get(after.id());
    if (after.equals(before)) {
      return Optional.empty();
    }
    if (after instanceof DefaultPrivilege && after.header().grants().isEmpty()) {
      return Optional.of(Change.Drop.of(before));
    }
    return Optional.of(new Change.Put(after.withHeader(after.header().next(now))));
  }
}
