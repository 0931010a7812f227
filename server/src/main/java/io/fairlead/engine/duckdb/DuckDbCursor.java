package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one statement. DuckDB has made them all; they become Java values when fetched.
final class DuckDbCursor implements EngineSession.Cursor {
  private final DuckDbSession session;
  private final LocalStatement statement;
  private final Spelling spelling;
  private final PreparedStatement prepared;
  private final Scope scope;
  private final List<Column> columns;
  private final @Nullable ResultSet rows;
  private long count;
  private boolean released;

  /// For a statement that returns rows.
  DuckDbCursor(
      DuckDbSession session,
      LocalStatement statement,
      Spelling spelling,
      PreparedStatement prepared,
      Scope scope)
      throws SQLException {
    this(session, statement, spelling, prepared, scope, prepared.getResultSet(), 0);
  }

  private DuckDbCursor(
      DuckDbSession session,
      LocalStatement statement,
      Spelling spelling,
      PreparedStatement prepared,
      Scope scope,
      @Nullable ResultSet rows,
      long count)
      throws SQLException {
    this.session = session;
    this.statement = statement;
    this.spelling = spelling;
    this.prepared = prepared;
    this.scope = scope;
    this.rows = rows;
    this.columns = rows == null ? List.of() : StatementTypes.columns(statement, rows.getMetaData());
    this.count = count;
  }

  /// For a statement that tells how many rows it changed.
  static DuckDbCursor ofCount(
      DuckDbSession session,
      LocalStatement statement,
      Spelling spelling,
      PreparedStatement prepared,
      Scope scope)
      throws SQLException {
    long count = Math.max(0, prepared.getLargeUpdateCount());
    DuckDbCursor cursor =
        new DuckDbCursor(session, statement, spelling, prepared, scope, null, count);
    cursor.release();
    return cursor;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public List<@Nullable Object[]> fetch(int most) {
    if (rows == null || released) {
      return List.of();
    }
    return session.call(spelling, () -> read(rows, most));
  }

  private List<@Nullable Object[]> read(ResultSet source, int most) throws SQLException {
    List<@Nullable Object[]> read = new ArrayList<>();
    boolean finished = false;
    try {
      while (read.size() < most) {
        if (!ScopedValue.where(Scope.CURRENT, scope).call(source::next)) {
          release();
          break;
        }
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = Values.get(source, i + 1, columns.get(i).type());
        }
        read.add(row);
      }
      finished = true;
    } finally {
      if (!finished) {
        release();
      }
    }
    count += read.size();
    return read;
  }

  @Override
  public String tag() {
    return statement.tag(count);
  }

  @Override
  public void close() {
    if (!released) {
      session.call(
          spelling,
          () -> {
            release();
            return true;
          });
    }
  }

  /// Ends the statement; on a native thread.
  void release() {
    if (!released) {
      released = true;
      session.ended(scope, prepared);
    }
  }
}
