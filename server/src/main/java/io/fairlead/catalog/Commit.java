package io.fairlead.catalog;

import io.fairlead.model.Touch;
import java.util.List;

/// The changes of one statement (or one transaction block), as they were committed.
///
/// @param sequence counts commits from 1 without gaps
/// @param dialect the dialect of the statement, empty for the server's own changes
/// @param statement the statement as its dialect prints it, secrets as stars
/// @param parts for a block of several statements the one of each change; otherwise empty
public record Commit(
    long sequence,
    Touch touch,
    String dialect,
    String statement,
    List<Change> changes,
    List<String> parts) {

  public Commit {
    changes = List.copyOf(changes);
    parts = List.copyOf(parts);
    if (!parts.isEmpty() && parts.size() != changes.size()) {
      throw new IllegalArgumentException("a statement for each change, or none");
    }
  }

  public Commit(
      long sequence, Touch touch, String dialect, String statement, List<Change> changes) {
    this(sequence, touch, dialect, statement, changes, List.of());
  }

  /// The statement that made one of the changes.
  public String statementOf(int ordinal) {
    return parts.isEmpty() ? statement : parts.get(ordinal);
  }
}
