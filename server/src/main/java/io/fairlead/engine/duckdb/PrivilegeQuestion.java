package io.fairlead.engine.duckdb;

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
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `has_…_privilege` and `pg_has_role` ask: whether a role has one of some privileges on an
/// object. A number that nobody has is answered with null, a name that nobody has is refused; for
/// whom the object is not there, it has neither.
///
/// @param kind the word of the kind of object
/// @param roleType DuckDB's type of the role's argument: numbers are oids, all else is a name
/// @param privileges with commas between
record PrivilegeQuestion(
    String kind,
    String roleType,
    String role,
    String objectType,
    String object,
    String privileges) {
  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
          "UINTEGER", "UBIGINT", "UHUGEINT");

  private static final Set<String> MEMBERSHIPS = Set.of("MEMBER", "USAGE", "SET");

  /// Schemas of the system: everybody may use them and nobody may create there.
  private static final Map<String, Long> SYSTEM_SCHEMAS =
      Map.of("pg_catalog", 11L, "information_schema", 13000L, "mz_catalog", 13001L,
          "mz_internal", 13002L);

  /// @throws Refusal when a name or a privilege is unknown
  @Nullable Boolean answer(Scope scope) {
    Image image = scope.view().image();
    Access access = access(scope, image);
    if (access == null) {
      return null;
    }
    return switch (kind) {
      case "role" -> isMember(image, access);
      case "schema" -> onSchema(image, access);
      default -> onItem(scope, access);
    };
  }

  private @Nullable Access access(Scope scope, Image image) {
    if (!isNumber(roleType) && role.equals(Role.EVERYBODY)) {
      return Access.ofPublic(image);
    }
    Role found = role(image, roleType, role);
    if (found == null) {
      return null;
    }
    return found.id().equals(scope.view().role()) ? scope.access() : Access.of(image, found);
  }

  private static @Nullable Role role(Image image, String type, String value) {
    if (isNumber(type)) {
      return id(value).flatMap(image::role).orElse(null);
    }
    return image
        .role(value)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_OBJECT, "role \"" + value + "\" does not exist"));
  }

  private @Nullable Boolean isMember(Image image, Access access) {
    Role group = role(image, objectType, object);
    if (group == null) {
      return null;
    }
    for (String word : words()) {
      if (!MEMBERSHIPS.contains(word)) {
        throw unrecognized(word);
      }
    }
    return access.isSuperuser() || access.isMember(group.id());
  }

  private @Nullable Boolean onSchema(Image image, Access access) {
    List<PrivilegeWord> words = privilegeWords();
    boolean number = isNumber(objectType);
    boolean system =
        number
            ? SYSTEM_SCHEMAS.containsValue(Long.parseLong(object))
            : SYSTEM_SCHEMAS.containsKey(object);
    if (system) {
      return access.isSuperuser() || words.contains(PrivilegeWord.USAGE);
    }
    Optional<CatalogObject> schema =
        number
            ? id(object).flatMap(image::object).filter(found -> found.kind() == Kind.SCHEMA)
            : image.schema(object).map(CatalogObject.class::cast);
    if (schema.isEmpty() && !number) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_SCHEMA, "schema \"" + object + "\" does not exist");
    }
    return schema.map(found -> hasOneOf(access, words, found)).orElse(null);
  }

  private @Nullable Boolean onItem(Scope scope, Access access) {
    List<PrivilegeWord> words = privilegeWords();
    boolean number = isNumber(objectType);
    Image image = scope.view().image();
    Optional<CatalogObject> item =
        (number ? id(object).flatMap(image::object) : image.find(Kind.Space.ITEM, name(scope)))
            .filter(found -> found.kind().word().equals(kind))
            .filter(scope.access()::sees);
    if (item.isEmpty() && !number) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_OBJECT, kind + " \"" + object + "\" does not exist");
    }
    return item.map(found -> hasOneOf(access, words, found)).orElse(null);
  }

  private static boolean hasOneOf(
      Access access, List<PrivilegeWord> words, CatalogObject object) {
    if (access.isSuperuser()) {
      return true;
    }
    for (PrivilegeWord word : words) {
      Optional<Privilege> privilege = word.privilege();
      if (privilege.filter(object.kind().privileges()::contains).isPresent()
          && access.may(privilege.get(), object)) {
        return true;
      }
    }
    return false;
  }

  private Name name(Scope scope) {
    ObjectName written;
    try {
      TokenReader reader = new TokenReader(object);
      written = reader.objectName("the name of a " + kind);
      reader.expectEnd();
    } catch (Refusal refusal) {
      // The place in the name is none in the statement.
      throw refusal.problem().at(0).refusal();
    }
    boolean here = written.database() == null || written.database().equals(Name.DATABASE);
    String schema = written.schema() == null ? scope.view().schema() : written.schema();
    return here ? new Name(schema, written.object()) : Name.global("");
  }

  private List<String> words() {
    return List.of(privileges.split(",", -1)).stream()
        .map(word -> word.strip().toUpperCase(Locale.ROOT))
        .toList();
  }

  private List<PrivilegeWord> privilegeWords() {
    return words().stream()
        .map(word -> PrivilegeWord.of(word).orElseThrow(() -> unrecognized(word)))
        .toList();
  }

  private static Refusal unrecognized(String word) {
    return Refusal.of(
        ProblemKind.INVALID_OPTION,
        "unrecognized privilege type: \"" + word.toLowerCase(Locale.ROOT) + "\"");
  }

  private static boolean isNumber(String type) {
    return NUMBERS.contains(type);
  }

  private static Optional<ObjectId> id(String oid) {
    return Optional.ofNullable(Sources.idOf(Long.parseLong(oid)));
  }
}
