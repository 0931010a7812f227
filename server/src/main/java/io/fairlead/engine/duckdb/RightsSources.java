package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table functions of privileges, one row a grant.
final class RightsSources {
  private static final String EVERYBODY = "PUBLIC";

  private RightsSources() {}

  /// One privilege of one grantee, the owner's own among them.
  private record Held(CatalogObject object, Grant grant, Privilege privilege) {}

  static Source<?> privileges() {
    return new Source<>(
        "fl_privileges",
        List.<Source.Field<Held>>of(
            text("grantor", (row, scope) -> name(scope, row.grant().grantor())),
            text("grantee", (row, scope) -> grantee(scope, row.grant().grantee())),
            text("schema", (row, scope) -> schema(row.object())),
            text("name", (row, scope) -> row.object().name().object()),
            text("object_type", (row, scope) -> row.object().kind().word()),
            text("privilege_type", (row, scope) -> row.privilege().name())),
        scope ->
            scope.view().image().objects().stream()
                .filter(scope.access()::sees)
                .flatMap(RightsSources::held)
                .iterator());
  }

  private static Stream<Held> held(CatalogObject object) {
    return AccessList.grants(object)
        .flatMap(
            grant ->
                grant.privileges().stream()
                    .map(privilege -> new Held(object, grant, privilege)));
  }

  private static @Nullable String schema(CatalogObject object) {
    return object.kind() == Kind.SCHEMA ? null : object.name().schema();
  }

  /// One grantee of one default privilege.
  private record Given(DefaultPrivilege defaults, Grant grant) {}

  static Source<?> defaultPrivileges() {
    return new Source<>(
        "fl_default_privileges",
        List.<Source.Field<Given>>of(
            text("role_id", (row, scope) -> id(row.defaults().creator())),
            text("role_name", (row, scope) -> grantee(scope, row.defaults().creator())),
            text(
                "schema_id",
                (row, scope) -> row.defaults().schema().map(ObjectId::toString).orElse(null)),
            text("schema_name", (row, scope) -> schemaName(scope, row.defaults())),
            text("object_type", (row, scope) -> row.defaults().target().word()),
            text("grantee_id", (row, scope) -> id(row.grant().grantee())),
            text("grantee_name", (row, scope) -> grantee(scope, row.grant().grantee())),
            text("letters", (row, scope) -> AccessList.letters(row.grant().privileges())),
            text("words", (row, scope) -> AccessList.words(row.grant().privileges()))),
        scope ->
            scope.view().image().all(Kind.Space.DEFAULT_PRIVILEGE).stream()
                .map(DefaultPrivilege.class::cast)
                .flatMap(
                    defaults ->
                        defaults.header().grants().stream()
                            .map(grant -> new Given(defaults, grant)))
                .iterator());
  }

  private static @Nullable String schemaName(Scope scope, DefaultPrivilege defaults) {
    Image image = scope.view().image();
    return defaults.schema().map(id -> image.get(id).name().object()).orElse(null);
  }

  /// Materialize's id of PUBLIC is `p`.
  private static String id(Optional<ObjectId> role) {
    return role.map(ObjectId::toString).orElse("p");
  }

  private static String grantee(Scope scope, Optional<ObjectId> role) {
    return role.map(id -> name(scope, id)).orElse(EVERYBODY);
  }

  static String name(Scope scope, ObjectId role) {
    return AccessList.name(scope.view().image(), role);
  }
}
