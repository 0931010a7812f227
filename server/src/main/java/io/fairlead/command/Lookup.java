package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.sql.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// From names as written to objects of an image.
final class Lookup {
  private Lookup() {}

  /// The full name: the actor's schema where none was written.
  static Name full(ObjectName written, Actor actor) {
    if (written.database() != null && !written.database().equals(Name.DATABASE)) {
      throw Problem.of(
              ProblemKind.UNKNOWN_DATABASE,
              "database \"" + written.database() + "\" does not exist")
          .withHint("There is one database, \"" + Name.DATABASE + "\".")
          .at(written.position())
          .refusal();
    }
    String schema = written.schema() == null ? actor.schema() : written.schema();
    return new Name(schema, written.object());
  }

  /// Any object of a kind that is there for the actor; names of roles and schemas have one part.
  static Optional<CatalogObject> find(Image image, Kind kind, ObjectName written, Actor actor) {
    if (!kind.isInSchema()) {
      return image.find(kind.space(), Name.global(written.object()));
    }
    return find(image, Rights.access(image, actor), kind, written, actor);
  }

  private static Optional<CatalogObject> find(
      Image image, Access access, Kind kind, ObjectName written, Actor actor) {
    return image.find(kind.space(), full(written, actor)).filter(access::sees);
  }

  /// @throws Refusal when there is none or it is of another kind
  static CatalogObject get(Image image, Kind kind, ObjectName written, Actor actor) {
    return of(
        kind, written, find(image, kind, written, actor).orElseThrow(() -> missing(kind, written)));
  }

  private static CatalogObject of(Kind kind, ObjectName written, CatalogObject object) {
    if (object.kind() != kind) {
      throw wrongKind(object, kind, written);
    }
    return object;
  }

  static Connection connection(Image image, ObjectName written, Actor actor) {
    return (Connection) get(image, Kind.CONNECTION, written, actor);
  }

  /// @param access of the actor
  static Connection connection(Image image, Access access, ObjectName written, Actor actor) {
    CatalogObject found =
        find(image, access, Kind.CONNECTION, written, actor)
            .orElseThrow(() -> missing(Kind.CONNECTION, written));
    return (Connection) of(Kind.CONNECTION, written, found);
  }

  static Secret secret(Image image, ObjectName written, Actor actor) {
    return (Secret) get(image, Kind.SECRET, written, actor);
  }

  static Role role(Image image, String name) {
    return image
        .role(name)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_OBJECT, "role \"" + name + "\" does not exist"));
  }

  static Role role(Image image, Actor actor) {
    return image
        .role(actor.role())
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemKind.FORBIDDEN,
                        "role \"" + actor.roleName() + "\" has been dropped")
                    .withHint("Sign in again as a role that exists.")
                    .refusal());
  }

  static Schema schema(Image image, String name) {
    return image
        .schema(name)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_SCHEMA, "schema \"" + name + "\" does not exist"));
  }

  static Refusal missing(Kind kind, ObjectName written) {
    ProblemKind problem =
        kind == Kind.SCHEMA ? ProblemKind.UNKNOWN_SCHEMA : ProblemKind.UNKNOWN_OBJECT;
    // Tables and views of the engine are not in the catalog, and may exist.
    String among = kind == Kind.TABLE ? " as an external table" : "";
    return Problem.of(problem, kind.word() + " " + quoted(written) + " does not exist" + among)
        .at(written.position())
        .refusal();
  }

  /// The notice of IF EXISTS on something that is not there.
  static Problem skipped(Kind kind, ObjectName written) {
    return Problem.of(
        ProblemKind.UNKNOWN_OBJECT,
        kind.word() + " " + quoted(written) + " does not exist, skipping");
  }

  /// The notice of IF NOT EXISTS on something that is there.
  static Problem present(Kind kind, ObjectName written) {
    return Problem.of(
        ProblemKind.ALREADY_EXISTS,
        kind.word() + " " + quoted(written) + " already exists, skipping");
  }

  private static Refusal wrongKind(CatalogObject object, Kind wanted, ObjectName written) {
    return Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            quoted(written) + " is a " + object.kind().word() + ", not a " + wanted.word())
        .at(written.position())
        .refusal();
  }

  /// Checks that a name for a new object is allowed and free.
  static void mustBeFree(Image image, Kind kind, Name name) {
    mustBeValid(kind, name.object());
    image
        .find(kind.space(), name)
        .ifPresent(
            taken -> {
              throw Refusal.of(
                  taken.kind() == Kind.SCHEMA
                      ? ProblemKind.SCHEMA_EXISTS
                      : ProblemKind.ALREADY_EXISTS,
                  taken.kind().word() + " \"" + name.full() + "\" already exists");
            });
  }

  /// An id that was reserved may have been taken by another server meanwhile.
  static void mustBeUnused(Image image, ObjectId id) {
    if (image.object(id).isPresent()) {
      throw Problem.of(ProblemKind.CONFLICT, "the object id " + id + " was taken meanwhile")
          .withHint("Try again.")
          .refusal();
    }
  }

  private static void mustBeValid(Kind kind, String name) {
    if (kind == Kind.ROLE && name.equals(Role.EVERYBODY)) {
      throw Refusal.of(ProblemKind.INVALID_NAME, "role name \"" + name + "\" is reserved");
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
      throw Refusal.of(ProblemKind.INVALID_NAME, "invalid name for a " + kind.word());
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES) {
      throw Refusal.of(
          ProblemKind.NAME_TOO_LONG,
          "identifier length exceeds " + Limits.NAME_BYTES + " bytes");
    }
  }

  private static String quoted(ObjectName written) {
    return "\"" + String.join(".", written.parts()) + "\"";
  }

  /// Somebody who looked at a version changes or drops that one, or nothing. That an overlap has
  /// ended since is nobody's change that could be lost.
  static void mustBeAt(Optional<Integer> version, CatalogObject present, Image image) {
    if (version.isEmpty() || version.get() == present.version()) {
      return;
    }
    if (version.get() == present.version() - 1
        && present instanceof Connection connection
        && EndedOverlaps.made(connection, image)) {
      return;
    }
    throw Problem.of(
            ProblemKind.CONFLICT,
            "%s \"%s\" is at version %d, not %d"
                .formatted(
                    present.kind().word(),
                    present.name().object(),
                    present.version(),
                    version.get()))
        .withHint("Look at it again, then repeat the change for the version that it has.")
        .refusal();
  }
}
