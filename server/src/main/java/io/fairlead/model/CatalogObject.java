package io.fairlead.model;

import java.util.List;
import java.util.Set;

/// Anything that the catalog keeps under an id. Objects are never edited: a change makes the next
/// version of the whole object.
public sealed interface CatalogObject
    permits Connection,
        Secret,
        Role,
        Schema,
        DefaultPrivilege,
        Token,
        ExternalTable,
        Stage,
        Pipeline,
        Tag,
        ExternalFunction {
  Header header();

  CatalogObject withHeader(Header header);

  Kind kind();

  /// The ids of the objects that this one cannot do without; owners and schemas are not among them.
  Set<ObjectId> references();

  /// The secret material that belongs to this object and goes with it.
  default List<MaterialRef> material() {
    return List.of();
  }

  default ObjectId id() {
    return header().id();
  }

  default Name name() {
    return header().name();
  }

  default ObjectId owner() {
    return header().owner();
  }

  default int version() {
    return header().version();
  }
}
