package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a statement that does nothing.
final class EmptyCursor implements EngineSession.Cursor {
  @Override
  public List<Column> columns() {
    return List.of();
  }

  @Override
  public List<@Nullable Object[]> fetch(int most) {
    return List.of();
  }

  @Override
  public String tag() {
    return "";
  }

  @Override
  public void close() {}
}
