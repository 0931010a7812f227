package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Grants;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The grants of a new object, by the default privileges that hold for it. They are found by their
/// names: one for its creator and one for everybody, each in its schema and in every one.
final class FirstGrants {
  private FirstGrants() {}

  /// @param schemaName of a connection or a secret; empty for kinds without
  static List<Grant> of(Image image, ObjectId owner, Kind kind, String schemaName) {
    List<Optional<ObjectId>> schemas = new ArrayList<>();
    schemas.add(Optional.empty());
    image.schema(schemaName).map(Schema::id).ifPresent(id -> schemas.add(Optional.of(id)));
    List<Grant> grants = List.of();
    for (Optional<ObjectId> creator : List.of(Optional.<ObjectId>empty(), Optional.of(owner))) {
      for (Optional<ObjectId> schema : schemas) {
        for (Grant grant : defaults(image, creator, schema, kind)) {
          grants = Grants.plus(grants, grant);
        }
      }
    }
    List<Grant> first = Grants.passedOn(grants, owner);
    ObjectPrivileges.mustBeFew(first, kind);
    return first;
  }

  private static List<Grant> defaults(
      Image image, Optional<ObjectId> creator, Optional<ObjectId> schema, Kind kind) {
    return image
        .find(Kind.Space.DEFAULT_PRIVILEGE, DefaultPrivilege.name(creator, schema, kind))
        .map(found -> found.header().grants())
        .orElse(List.of());
  }
}
