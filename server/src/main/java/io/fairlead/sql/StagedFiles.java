package io.fairlead.sql;

import java.util.List;
import java.util.Optional;

/// Files that a query reads as if they were a table.
///
/// @param start where they begin in the text of the query, in characters
/// @param end behind them and all that is said of them
/// @param alias when it stands before what is said of them
/// @param pattern that names must match; empty for all
/// @param names only these files; empty for all
public record StagedFiles(
    int start,
    int end,
    FileSource files,
    Optional<String> alias,
    FormatClause format,
    Optional<String> pattern,
    List<String> names) {
  public StagedFiles {
    names = List.copyOf(names);
  }
}
