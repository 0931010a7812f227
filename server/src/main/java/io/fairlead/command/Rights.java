package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import java.util.HashSet;
import java.util.Set;

/// Who may do what: owners, members of owning roles, and superusers. Membership inherits.
final class Rights {
  private Rights() {}

  static boolean isSuperuser(Image image, Actor actor) {
    return Lookup.role(image, actor).superuser();
  }

  static void mustBeSuperuser(Image image, Actor actor, String what) {
    if (!isSuperuser(image, actor)) {
      throw Problem.of(ProblemKind.FORBIDDEN, "permission denied to " + what)
          .withDetail("Only superusers may do this.")
          .refusal();
    }
  }

  /// Superusers, the owner, and members of the owner.
  static boolean owns(Image image, Actor actor, CatalogObject object) {
    Role role = Lookup.role(image, actor);
    return role.superuser() || isMember(image, role, object.owner());
  }

  static void mustOwn(Image image, Actor actor, CatalogObject object) {
    if (!owns(image, actor, object)) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN,
          "must be owner of " + object.kind().keyword() + " " + object.name().full());
    }
  }

  /// To refer to an object from another one, or to probe it.
  static void mustUse(Image image, Actor actor, CatalogObject object) {
    if (!owns(image, actor, object)) {
      String named = object.kind().keyword() + " \"" + object.name().full() + "\"";
      throw Problem.of(ProblemKind.FORBIDDEN, "permission denied for " + named)
          .withDetail(
              "The '" + actor.roleName() + "' role needs USAGE privileges on " + named + ".")
          .refusal();
    }
  }

  static void mustUseAll(Image image, Actor actor, Set<ObjectId> references) {
    references.forEach(id -> mustUse(image, actor, image.get(id)));
  }

  static void mustCreateIn(Image image, Actor actor, String schemaName) {
    Schema schema = Lookup.schema(image, schemaName);
    if (!owns(image, actor, schema)) {
      String named = "SCHEMA \"" + Name.DATABASE + "." + schemaName + "\"";
      throw Problem.of(ProblemKind.FORBIDDEN, "permission denied for " + named)
          .withDetail(
              "The '" + actor.roleName() + "' role needs CREATE privileges on " + named + ".")
          .refusal();
    }
  }

  static void mustBeMember(Image image, Actor actor, Role group) {
    Role role = Lookup.role(image, actor);
    if (!role.superuser() && !isMember(image, role, group.id())) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN, "must be a member of \"" + group.name().object() + "\"");
    }
  }

  /// Whether `role` is `group` or a member of it, directly or not.
  static boolean isMember(Image image, Role role, ObjectId group) {
    if (role.id().equals(group)) {
      return true;
    }
    Set<ObjectId> seen = new HashSet<>();
    Set<ObjectId> next = new HashSet<>(role.memberOf());
    while (!next.isEmpty()) {
      if (next.contains(group)) {
        return true;
      }
      seen.addAll(next);
      Set<ObjectId> further = new HashSet<>();
      next.forEach(id -> image.role(id).ifPresent(parent -> further.addAll(parent.memberOf())));
      further.removeAll(seen);
      next = further;
    }
    return false;
  }
}
