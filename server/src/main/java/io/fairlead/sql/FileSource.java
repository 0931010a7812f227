package io.fairlead.sql;

/// Files that a statement reads or writes.
public sealed interface FileSource {
  /// `@stage/path`.
  ///
  /// @param path behind the stage's name, without the first slash; may be empty
  record InStage(ObjectName stage, String path) implements FileSource {}

  record At(String uri, StorageClause connection) implements FileSource {}
}
