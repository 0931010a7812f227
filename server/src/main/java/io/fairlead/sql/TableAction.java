package io.fairlead.sql;

/// One action of an ALTER of an external table or of a stage.
public sealed interface TableAction {
  /// Other credentials; where the files are stays.
  record SetConnection(StorageClause connection) implements TableAction {}

  /// Another place, with its credentials; for stages.
  record SetPlace(String uri, StorageClause connection) implements TableAction {}

  /// For stages.
  record SetFormat(FormatClause format) implements TableAction {}

  record Describe(String text) implements TableAction {}

  /// The connection's version that counts from now on.
  record PinVersion(int version) implements TableAction {}

  /// Whichever version is current counts again.
  record FollowVersions() implements TableAction {}
}
