package io.fairlead.engine.duckdb;

import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.model.ObjectId;
import io.fairlead.sql.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Statements with what comes back: the questions of psql 15 and of pgjdbc about tables, roles and
/// schemas; the relations of the catalog; PostgreSQL's spellings; refusals.
///
/// The catalog holds one of each kind ([Images#small]); the engine a table `t` with a primary key,
/// a unique column and an index, and a view `v`. A line `$1 = value` after a statement gives a
/// parameter. Numbers that the engine gives to its tables are printed as `<oid>`.
class EngineGoldenTest {
  private static final DuckDbEngine ENGINE = Runs.engine();
  private static final EngineSession SESSION = ENGINE.open();
  private static final View VIEW = Images.view(Images.small());
  private static final View CLOUD = Images.view(Images.withCloud());
  private static final View READER =
      new View(Images.withCloud(), new ObjectId(3), "public", Map.of());
  private static final String AS_READER = "as reader\n";

  @AfterAll
  static void close() {
    SESSION.close();
    ENGINE.close();
  }

  @TestFactory
  Stream<DynamicTest> statements() {
    for (String sql :
        List.of(
            "CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY, b text DEFAULT 'x',"
                + " c numeric(10,2) NOT NULL UNIQUE, d timestamptz)",
            "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
            "CREATE INDEX IF NOT EXISTS ti ON t (b)",
            "COMMENT ON TABLE t IS 'a table'",
            "COMMENT ON COLUMN t.b IS 'a column'")) {
      Runs.print(SESSION, VIEW, sql);
    }
    return GoldenFiles.tests("engine", input -> run(input, VIEW));
  }

  /// Materialize's relations, over [Images#withCloud]. A case that begins with `as reader` sees
  /// what that role sees.
  @TestFactory
  Stream<DynamicTest> relations() {
    return GoldenFiles.tests(
        "engine/relations",
        input ->
            input.startsWith(AS_READER)
                ? run(input.substring(AS_READER.length()), READER)
                : run(input, CLOUD));
  }

  private static String run(String input, View view) {
    List<String> lines = input.lines().toList();
    String sql =
        lines.stream().filter(line -> !isParameter(line)).collect(Collectors.joining("\n"));
    List<@Nullable Object> values = new ArrayList<>();
    for (String line : lines) {
      if (isParameter(line)) {
        values.add(line.substring(line.indexOf('=') + 1).strip());
      }
    }
    StringBuilder outcome = new StringBuilder();
    try (EngineSession.Cursor cursor = SESSION.run(sql, List.of(), values, view)) {
      if (!cursor.columns().isEmpty()) {
        outcome.append(
            cursor.columns().stream()
                .map(column -> column.name() + " " + word(column))
                .collect(Collectors.joining(" | ")));
        outcome.append('\n');
      }
      List<String> rows = new ArrayList<>();
      for (@Nullable Object[] row : cursor.fetch(1000)) {
        rows.add(row(cursor.columns(), row));
      }
      if (!sql.toUpperCase(Locale.ROOT).contains("ORDER BY")) {
        Collections.sort(rows);
      }
      rows.forEach(row -> outcome.append(row).append('\n'));
      return outcome.append(cursor.tag()).toString();
    } catch (Refusal refusal) {
      return "ERROR %s at %d: %s%s"
          .formatted(
              refusal.problem().kind().sqlState(),
              refusal.problem().position(),
              refusal.problem().message(),
              refusal.problem().hint() == null ? "" : "\n" + refusal.problem().hint());
    }
  }

  private static boolean isParameter(String line) {
    return line.startsWith("$") && line.contains(" = ");
  }

  private static String word(Column column) {
    return column.type().name().toLowerCase(Locale.ROOT);
  }

  private static String row(List<Column> columns, @Nullable Object[] row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      boolean number = value instanceof Long oid && oid > 20_000 && word(columns.get(i)).equals("oid");
      values.add(number ? "<oid>" : printed(value));
    }
    return String.join(" | ", values);
  }

  private static String printed(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
      default -> value.toString().replace("\n", "\\n");
    };
  }
}
