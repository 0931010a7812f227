package io.fairlead.sql;

/// One action of an ALTER of a table or a stage, which have a place and a connection.
public sealed interface PlacedAction {
  /// Other credentials; where the files are stays.
  record SetConnection(StorageClause connection) implements PlacedAction {}

  /// Another place, with its credentials; for stages.
  record SetPlace(String uri, StorageClause connection) implements PlacedAction {}

  /// For stages.
  record SetFormat(FormatClause format) implements PlacedAction {}

  record Describe(String text) implements PlacedAction {}

  /// The connection's version that counts from now on.
  record PinVersion(int version) implements PlacedAction {}

  /// Whichever version is current counts again.
  record FollowVersions() implements PlacedAction {}
}
