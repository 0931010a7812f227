package io.fairlead.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name as it was written: `c`, `schema.c` or `fairlead.schema.c`; resolved later.
///
/// @param position the character where it starts in the statement, from 1; 0 when unknown.
///     Two names are equal whatever their positions
public record ObjectName(
    @Nullable String database, @Nullable String schema, String object, int position) {

  public static ObjectName of(String object) {
    return new ObjectName(null, null, object, 0);
  }

  /// The parts that were written, in order.
  public List<String> parts() {
    if (schema == null) {
      return List.of(object);
    }
    return database == null ? List.of(schema, object) : List.of(database, schema, object);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectName name && parts().equals(name.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
