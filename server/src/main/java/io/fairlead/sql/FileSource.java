package io.fairlead.sql;

import java.util.Optional;

/// Files that a statement reads or writes.
public sealed interface FileSource {
  /// `@stage/path`.
  ///
  /// @param path behind the stage's name, without the first slash; may be empty
  record InStage(ObjectName stage, String path) implements FileSource {}

  record At(String uri, StorageClause connection) implements FileSource {}

  /// A path as links have it, `bucket/folder/name`: without the scheme, which the type of the
  /// connection knows.
  ///
  /// @param type of a connection that is typed here; empty for a named one
  record ByPath(String path, StorageClause connection, Optional<String> type)
      implements FileSource {}
}
