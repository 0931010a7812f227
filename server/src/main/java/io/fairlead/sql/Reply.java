package io.fairlead.sql;

import io.fairlead.base.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete, small answer to one statement.
///
/// @param columns empty for a statement without rows
public record Reply(
    String tag, List<Column> columns, List<@Nullable Object[]> rows, List<Problem> notices) {

  public static Reply done(String tag) {
    return new Reply(tag, List.of(), List.of(), List.of());
  }

  public static Reply done(String tag, List<Problem> notices) {
    return new Reply(tag, List.of(), List.of(), List.copyOf(notices));
  }

  public static Reply rows(List<Column> columns, List<@Nullable Object[]> rows) {
    return new Reply("SELECT " + rows.size(), columns, rows, List.of());
  }
}
