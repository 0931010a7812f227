package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Grant;
import io.fairlead.model.Grants;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Touch;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// GRANT … ON and REVOKE … ON: owners say who else may use what they own. Whoever says it, the
/// grantor is the object's owner. All objects of one statement change together or none.
public final class ObjectPrivileges {
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  private ObjectPrivileges() {}

  /// GRANT.
  public static final class Granting implements Command<Statement.GrantPrivileges> {
    private final Families families;

    public Granting(Families families) {
      this.families = families;
    }

    @Override
    public Prepared prepare(
        Statement.GrantPrivileges statement,
        Actor actor,
        Image image,
        List<@Nullable Object> parameters) {
      return new Wish(
              families, true, statement.privileges(), statement.target(), statement.grantees())
          .prepare(actor, image);
    }
  }

  /// REVOKE.
  public static final class Revoking implements Command<Statement.RevokePrivileges> {
    private final Families families;

    public Revoking(Families families) {
      this.families = families;
    }

    @Override
    public Prepared prepare(
        Statement.RevokePrivileges statement,
        Actor actor,
        Image image,
        List<@Nullable Object> parameters) {
      return new Wish(
              families, false, statement.privileges(), statement.target(), statement.grantees())
          .prepare(actor, image);
    }
  }

  private record Wish(
      Families families,
      boolean grant,
      List<PrivilegeWord> words,
      GrantTarget target,
      List<String> names) {

    Prepared prepare(Actor actor, Image image) {
      decide(actor, image, CHECKED_ONLY);
      return new Prepared.Change((latest, now) -> decide(actor, latest, now));
    }

    private Decision<Reply> decide(Actor actor, Image image, Touch now) {
      Access access = Rights.access(image, actor);
      Collection<CatalogObject> objects = objects(target, actor, image);
      objects.forEach(object -> Rights.mustOwn(access, object));
      if (target instanceof GrantTarget.Listed(Listing of, List<ObjectName> _)) {
        objects.forEach(object -> families.mustBe(object, of.family()));
      }
      List<Optional<ObjectId>> grantees = grantees(names, image);
      boolean takesAll = words.isEmpty() && !grant;
      Set<Privilege> privileges =
          takesAll ? EnumSet.allOf(Privilege.class) : applicable(words, target.kind());
      List<Change> changes = new ArrayList<>();
      List<Problem> notices = new ArrayList<>();
      for (CatalogObject object : objects) {
        List<Grant> before = object.header().grants();
        List<Grant> after = before;
        for (Optional<ObjectId> grantee : grantees) {
          if (!grantee.equals(Optional.of(object.owner()))) {
            after = changed(after, grantee, object.owner(), privileges, grant);
          } else if (!grant) {
            notices.add(ownerKeeps(image, object));
          }
        }
        mustBeFew(after, object.kind());
        if (!after.equals(before)) {
          changes.add(
              new Change.Put(object.withHeader(object.header().next(now).withGrants(after))));
        }
      }
      return new Decision<>(changes, Reply.done(grant ? "GRANT" : "REVOKE", notices));
    }
  }

  static List<Grant> changed(
      List<Grant> grants,
      Optional<ObjectId> grantee,
      ObjectId grantor,
      Set<Privilege> privileges,
      boolean grant) {
    return grant
        ? Grants.plus(grants, new Grant(grantee, grantor, privileges))
        : Grants.minus(grants, grantee, privileges);
  }

  private static Problem ownerKeeps(Image image, CatalogObject object) {
    String owner = image.role(object.owner()).map(role -> role.name().object()).orElse("");
    return Problem.of(
        ProblemKind.WARNING,
        "role \""
            + owner
            + "\" owns "
            + object.kind().word()
            + " \""
            + object.name().object()
            + "\" and keeps all privileges on it");
  }

  /// The objects that the statement means, each once.
  private static Collection<CatalogObject> objects(GrantTarget target, Actor actor, Image image) {
    Map<ObjectId, CatalogObject> found = new LinkedHashMap<>();
    switch (target) {
      case GrantTarget.Named(Kind kind, List<ObjectName> names) -> {
        named(kind, names, actor, image).forEach(object -> found.put(object.id(), object));
      }
      case GrantTarget.Listed(Listing of, List<ObjectName> names) -> {
        named(of.kind(), names, actor, image).forEach(object -> found.put(object.id(), object));
      }
      case GrantTarget.All(Kind kind, List<String> schemas) when kind == Kind.SCHEMA ->
          allSchemas(image, schemas).forEach(schema -> found.put(schema.id(), schema));
      case GrantTarget.All(Kind kind, List<String> schemas) -> {
        Access access = Rights.access(image, actor);
        for (Schema schema : allSchemas(image, schemas)) {
          if (!schemas.isEmpty()) {
            Rights.mustHave(image, actor, Privilege.USAGE, schema);
          }
          Iterator<CatalogObject> items = image.itemsOf(schema.name().object());
          while (items.hasNext()) {
            CatalogObject item = items.next();
            if (item.kind() == kind && access.sees(item)) {
              found.put(item.id(), item);
            }
          }
        }
      }
    }
    return found.values();
  }

  private static List<CatalogObject> named(
      Kind kind, List<ObjectName> names, Actor actor, Image image) {
    return names.stream().map(name -> Lookup.get(image, kind, name, actor)).toList();
  }

  private static List<Schema> allSchemas(Image image, List<String> named) {
    return named.isEmpty()
        ? image.all(Kind.Space.SCHEMA).stream().map(Schema.class::cast).toList()
        : named.stream().map(name -> Lookup.schema(image, name)).toList();
  }

  /// The roles of these names, each once; PUBLIC is empty.
  static List<Optional<ObjectId>> grantees(List<String> names, Image image) {
    return names.stream()
        .distinct()
        .map(
            name ->
                name.equals(Role.EVERYBODY)
                    ? Optional.<ObjectId>empty()
                    : Optional.of(Lookup.role(image, name).id()))
        .toList();
  }

  /// @param words as written; empty for all that a kind has
  static Set<Privilege> applicable(List<PrivilegeWord> words, Kind kind) {
    if (words.isEmpty()) {
      return kind.privileges();
    }
    Set<Privilege> found = EnumSet.noneOf(Privilege.class);
    Set<PrivilegeWord> invalid = EnumSet.noneOf(PrivilegeWord.class);
    for (PrivilegeWord word : words) {
      word.privilege()
          .filter(kind.privileges()::contains)
          .ifPresentOrElse(found::add, () -> invalid.add(word));
    }
    if (!invalid.isEmpty()) {
      throw Refusal.of(
          ProblemKind.INVALID_GRANT,
          "invalid privilege types "
              + invalid.stream().map(PrivilegeWord::name).collect(Collectors.joining(", "))
              + " for "
              + kind.keyword());
    }
    return found;
  }

  static void mustBeFew(List<Grant> grants, Kind kind) {
    if (grants.size() > Limits.GRANTS_PER_OBJECT) {
      throw Problem.of(
              ProblemKind.TOO_LARGE,
              "privileges on one "
                  + kind.word()
                  + " can be granted to at most "
                  + Limits.GRANTS_PER_OBJECT
                  + " roles")
          .withHint("Grant them to one role, and that role to the others.")
          .refusal();
    }
  }
}
