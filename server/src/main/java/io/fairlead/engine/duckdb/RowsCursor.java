package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that are all here.
final class RowsCursor implements EngineSession.Cursor {
  private final List<Column> columns;
  private final List<@Nullable Object[]> rows;
  private final String tag;
  private int next;

  RowsCursor(List<Column> columns, List<@Nullable Object[]> rows, String tag) {
    this.columns = columns;
    this.rows = rows;
    this.tag = tag;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public List<@Nullable Object[]> fetch(int most) {
    int end = Math.min(rows.size(), next + most);
    List<@Nullable Object[]> some = rows.subList(next, end);
    next = end;
    return some;
  }

  @Override
  public String tag() {
    return tag;
  }

  @Override
  public void close() {}
}
