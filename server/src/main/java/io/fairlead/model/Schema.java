package io.fairlead.model;

import java.util.Optional;
import java.util.Set;

/// A namespace for connections, secrets and tables; MySQL-speaking clients call it a database.
///
/// @param storage for its external tables
public record Schema(Header header, Optional<SchemaStorage> storage) implements CatalogObject {
  public Schema(Header header) {
    this(header, Optional.empty());
  }

  @Override
  public Kind kind() {
    return Kind.SCHEMA;
  }

  @Override
  public Schema withHeader(Header newHeader) {
    return new Schema(newHeader, storage);
  }

  public Schema withStorage(Optional<SchemaStorage> newStorage) {
    return new Schema(header, newStorage);
  }

  @Override
  public Set<ObjectId> references() {
    return storage.map(place -> Set.of(place.connection())).orElse(Set.of());
  }
}
