package io.fairlead.sql;

import java.util.Optional;

/// Where the tables of a schema are kept when their own statement does not say.
///
/// @param uri ends with a slash
public record SchemaDefaults(Optional<ObjectName> connection, Optional<String> uri) {
  public static final SchemaDefaults NONE =
      new SchemaDefaults(Optional.empty(), Optional.empty());
}
