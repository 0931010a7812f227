package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.AuditLog;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.sql.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs statements and prints what comes back, for comparison with expected text.
final class Runs {
  static final AuditLog NO_AUDIT = upTo -> Collections.emptyIterator();
  static final String CATALOG = "c0ffee";

  private Runs() {}

  static DuckDbEngine engine() {
    return new DuckDbEngine(
        Optional.empty(),
        List.of(),
        (image, connection, redacted) ->
            "CREATE CONNECTION " + connection.name() + (redacted ? " (***)" : " (all)"),
        outside(upTo -> Images.audit().iterator()),
        System::nanoTime);
  }

  static Outside nothingOutside() {
    return outside(NO_AUDIT);
  }

  private static Outside outside(AuditLog audit) {
    return new Outside(
        (_, _, _, _) -> {
          throw Refusal.of(ProblemKind.UNREACHABLE, "there is nothing outside");
        },
        (_, _) -> Optional.empty(),
        audit,
        CATALOG);
  }

  /// Rows, one a line, values separated by `|`; then the tag.
  static String print(
      EngineSession session, View view, String sql, @Nullable Object... parameters) {
    StringBuilder text = new StringBuilder();
    try (EngineSession.Cursor cursor =
        session.run(sql, List.of(), Arrays.asList(parameters), view)) {
      for (List<@Nullable Object[]> rows = cursor.fetch(100);
          !rows.isEmpty();
          rows = cursor.fetch(100)) {
        for (@Nullable Object[] row : rows) {
          text.append(line(row)).append('\n');
        }
      }
      return text + cursor.tag();
    } catch (Refusal e) {
      return "ERROR " + e.problem().kind().sqlState() + " " + e.problem().message();
    }
  }

  /// The column names and types.
  static String columns(EngineSession session, View view, String sql) {
    return session.describe(sql, List.of(), view).columns().stream()
        .map(Runs::column)
        .collect(Collectors.joining(", "));
  }

  private static String column(Column column) {
    return column.name() + " " + column.type();
  }

  private static String line(@Nullable Object[] row) {
    List<String> values = new ArrayList<>();
    for (Object value : row) {
      values.add(value == null ? "NULL" : value.toString());
    }
    return String.join("|", values);
  }
}
