package io.fairlead.model;

import java.util.Set;

/// A namespace for connections and secrets; MySQL-speaking clients call it a database.
public record Schema(Header header) implements CatalogObject {
  @Override
  public Kind kind() {
    return Kind.SCHEMA;
  }

  @Override
  public Schema withHeader(Header newHeader) {
    return new Schema(newHeader);
  }

  @Override
  public Set<ObjectId> references() {
    return Set.of();
  }
}
