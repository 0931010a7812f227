package io.fairlead.sql;

import io.fairlead.base.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the results of statements go: a protocol, a test. Called by one thread at a time.
/// For each statement: notices at any time, then [#columns] and rows when it returns rows, then
/// [#complete]; or nothing more when it is refused.
public interface Sink {
  /// Sent once before the first row, also when there are no rows.
  void columns(List<Column> columns);

  /// One row; the values are described at [ColumnType]. The array is not used again.
  void row(@Nullable Object[] values);

  /// @param tag PostgreSQL's command tag: `ALTER CONNECTION`, `SELECT 3`
  void complete(String tag);

  /// A remark; its kind is `DONE`, `WARNING` or, as PostgreSQL does it, the code of what was skipped.
  void notice(Problem remark);

  /// The client gives a prepared statement up (DEALLOCATE); empty: all of them.
  void deallocate(Optional<String> statement);

  /// A session setting that clients watch has a new value.
  void setting(String name, String value);
}
