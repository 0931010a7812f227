package io.fairlead.catalog;

import io.fairlead.model.Touch;
import java.util.List;

/// The changes of one statement (or one transaction block), as they were committed.
///
/// @param sequence counts commits from 1 without gaps
/// @param dialect the dialect of the statement, empty for the server's own changes
/// @param statement the statement as its dialect prints it, secrets as stars
public record Commit(
    long sequence, Touch touch, String dialect, String statement, List<Change> changes) {
  public Commit {
    changes = List.copyOf(changes);
  }
}
