package io.fairlead.model;

import java.util.List;
import java.util.Set;

/// A word that objects may be marked with, each with a value of its own. Which object has which is in
/// the [Header] of the object.
///
/// @param allowedValues in the order in which they were written; empty for any value
public record Tag(Header header, List<String> allowedValues) implements CatalogObject {
  public Tag {
    allowedValues = List.copyOf(allowedValues);
  }

  public boolean allows(String value) {
    return allowedValues.isEmpty() || allowedValues.contains(value);
  }

  @Override
  public Kind kind() {
    return Kind.TAG;
  }

  @Override
  public Tag withHeader(Header newHeader) {
    return new Tag(newHeader, allowedValues);
  }

  @Override
  public Set<ObjectId> references() {
    return Set.of();
  }
}
