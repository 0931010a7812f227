package io.fairlead.engine;

import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's side of the engine. Used by one thread at a time, [#cancel] excepted.
/// Every method reports failures as [io.fairlead.base.Refusal] with a precise kind, in our words or
/// the engine's, without stack traces, file paths or internals.
public interface EngineSession extends AutoCloseable {
  /// What a statement takes and gives, without running it.
  ///
  /// @param columns empty for a statement that returns no rows
  record Shape(List<ColumnType> parameters, List<Column> columns) {}

  /// @param parameters the types that the client named; [ColumnType#UNKNOWN] or missing ones are
  ///     inferred, [ColumnType#TEXT] where that fails
  Shape describe(String sql, List<ColumnType> parameters, View view);

  /// Starts a statement. The cursor must be closed before the next call.
  Cursor run(String sql, List<ColumnType> parameters, List<@Nullable Object> values, View view);

  void begin();

  void commit();

  void rollback();

  /// Makes the running call end with kind `CANCELLED` soon; from any thread; does nothing when none
  /// runs.
  void cancel();

  @Override
  void close();

  /// The rows of a running statement.
  interface Cursor extends AutoCloseable {
    /// Empty for a statement without rows.
    List<Column> columns();

    /// The next rows, at most `most` and at least one unless there are no more.
    List<@Nullable Object[]> fetch(int most);

    /// PostgreSQL's command tag, without the count for SELECT (`SELECT`, `INSERT 0 5`,
    /// `CREATE TABLE`).
    String tag();

    @Override
    void close();
  }
}
