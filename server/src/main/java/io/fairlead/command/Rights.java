package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import java.util.Set;

/// Refuses what [Access] does not allow, in words.
final class Rights {
  private Rights() {}

  static Access access(Image image, Actor actor) {
    return Access.of(image, Lookup.role(image, actor));
  }

  static void mustBeSuperuser(Image image, Actor actor, String what) {
    if (!Lookup.role(image, actor).superuser()) {
      throw Problem.of(ProblemKind.FORBIDDEN, "permission denied to " + what)
          .withDetail("Only superusers may do this.")
          .refusal();
    }
  }

  static void mustOwn(Image image, Actor actor, CatalogObject object) {
    mustOwn(access(image, actor), object);
  }

  static void mustOwn(Access access, CatalogObject object) {
    if (!access.owns(object)) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN,
          "must be owner of " + object.kind().keyword() + " " + object.name().full());
    }
  }

  /// Owners, and who has a right on all connections of the schema.
  ///
  /// @param right `ALTER_LINK`, `DROP_LINK`
  static void mustOwnOrHave(Image image, Actor actor, Privilege right, CatalogObject object) {
    Access access = access(image, actor);
    if (!access.mayInDatabase(right, object)) {
      mustOwn(access, object);
    }
  }

  /// The same in MySQL's words. It calls everything a table.
  static void mustOwnOrHave(
      Image image, Actor actor, Privilege right, CatalogObject object, String command) {
    Access access = access(image, actor);
    if (!access.owns(object) && !access.mayInDatabase(right, object)) {
      throw commandDenied(actor, command, object.name().object());
    }
  }

  static Refusal commandDenied(Actor actor, String command, String object) {
    return Refusal.of(
        ProblemKind.FORBIDDEN,
        "%s command denied to user '%s'@'%%' for table '%s'"
            .formatted(command, actor.roleName(), object));
  }

  /// To refer to an object from another one, or to probe it.
  static void mustUse(Image image, Actor actor, CatalogObject object) {
    mustUse(access(image, actor), image, actor, object);
  }

  /// Every object that a final state refers to, whether the statement names it or not.
  static void mustUseAll(Image image, Actor actor, Set<ObjectId> references) {
    Access access = access(image, actor);
    references.forEach(id -> mustUse(access, image, actor, image.get(id)));
  }

  /// @param access of the actor
  static void mustUse(Access access, Image image, Actor actor, CatalogObject object) {
    if (!access.sees(object)) {
      throw denied(actor, Privilege.USAGE, Lookup.schema(image, object.name().schema()));
    }
    if (!access.may(Privilege.USAGE, object)) {
      throw denied(actor, Privilege.USAGE, object);
    }
  }

  static void mustCreateIn(Image image, Actor actor, String schemaName) {
    mustHave(image, actor, Privilege.CREATE, Lookup.schema(image, schemaName));
  }

  /// SingleStore's right to make pipelines is enough for one.
  static void mustMakeIn(Image image, Actor actor, Kind kind, String schemaName) {
    Schema schema = Lookup.schema(image, schemaName);
    if (kind != Kind.PIPELINE || !access(image, actor).may(Privilege.CREATE_PIPELINE, schema)) {
      mustCreateIn(image, actor, schemaName);
    }
  }

  static void mustCreateConnectionIn(Image image, Actor actor, String schemaName) {
    Schema schema = Lookup.schema(image, schemaName);
    if (!access(image, actor).may(Privilege.CREATE_LINK, schema)) {
      mustHave(image, actor, Privilege.CREATE, schema);
    }
  }

  static void mustHave(Image image, Actor actor, Privilege privilege, Schema schema) {
    if (!access(image, actor).may(privilege, schema)) {
      throw denied(actor, privilege, schema);
    }
  }

  private static Refusal denied(Actor actor, Privilege privilege, CatalogObject object) {
    String name = object.name().full();
    String full = object.kind() == Kind.SCHEMA ? Name.DATABASE + "." + name : name;
    String named = object.kind().keyword() + " \"" + full + "\"";
    return Problem.of(ProblemKind.FORBIDDEN, "permission denied for " + named)
        .withDetail(
            "The '" + actor.roleName() + "' role needs " + privilege + " privileges on " + named + ".")
        .refusal();
  }

  static void mustBeMember(Image image, Actor actor, Role group) {
    Access access = access(image, actor);
    if (!access.isSuperuser() && !access.isMember(group.id())) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN, "must be a member of \"" + group.name().object() + "\"");
    }
  }
}
