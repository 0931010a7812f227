package io.fairlead.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The grants with which new objects start: those of one kind, made by one role or by anybody, in
/// one schema or in any. There is at most one for each such choice, so it is found by its name.
///
/// It belongs to the creator it is for; one that is for everybody to whom made it. Objects that are
/// there already are not touched by it.
///
/// @param creator empty for objects of every role
/// @param schema empty for objects in every schema
/// @param target the kind of the new objects
public record DefaultPrivilege(
    Header header, Optional<ObjectId> creator, Optional<ObjectId> schema, Kind target)
    implements CatalogObject {

  /// The name under which the one for these is found.
  public static Name name(Optional<ObjectId> creator, Optional<ObjectId> schema, Kind target) {
    return Name.global(
        creator.map(ObjectId::toString).orElse("all")
            + "/"
            + schema.map(ObjectId::toString).orElse("all")
            + "/"
            + target.word());
  }

  @Override
  public Kind kind() {
    return Kind.DEFAULT_PRIVILEGE;
  }

  @Override
  public DefaultPrivilege withHeader(Header newHeader) {
    return new DefaultPrivilege(newHeader, creator, schema, target);
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>();
    creator.ifPresent(found::add);
    schema.ifPresent(found::add);
    return found;
  }
}
