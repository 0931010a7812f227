package io.fairlead.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What DuckDB will read of Parquet files, as its EXPLAIN tells: which columns, and past which
/// filters.
///
/// @param isAnswered whether DuckDB knows rows of the statement, or that there are none, without a
///     look at the tables: it counts rows, and finds extremes, by the statistics in footers
record ScanPlan(List<Scan> scans, boolean isAnswered) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Set<String> KNOWN = Set.of("EMPTY_RESULT", "COLUMN_DATA_SCAN");

  /// Columns that no file has.
  private static final Set<String> VIRTUAL =
      Set.of("file_row_number", "file_index", "filename", "rowid");

  /// One scan, which does not say of which table.
  ///
  /// @param columns in lower case; those that only filters use are not here
  record Scan(List<String> columns, List<String> filters) {
    /// Whether it can be a scan of a table with these columns.
    boolean canBeOf(Set<String> names) {
      return columns.stream().allMatch(column -> names.contains(column));
    }

    /// Whether it reads a column, or may.
    boolean reads(String column) {
      return columns.contains(column)
          || filters.stream().anyMatch(filter -> filter.toLowerCase(Locale.ROOT).contains(column));
    }
  }

  static ScanPlan of(String json) {
    List<Scan> scans = new ArrayList<>();
    boolean answered = collect(JSON.readTree(json), scans);
    return new ScanPlan(List.copyOf(scans), answered);
  }

  private static boolean collect(JsonNode node, List<Scan> scans) {
    boolean answered = false;
    if (node.isArray()) {
      for (JsonNode element : node) {
        answered |= collect(element, scans);
      }
      return answered;
    }
    String name = node.path("name").asString("").strip();
    if (name.equals("READ_PARQUET")) {
      JsonNode info = node.path("extra_info");
      List<String> columns =
          texts(info.path("Projections")).stream()
              .map(column -> column.toLowerCase(Locale.ROOT))
              .filter(column -> !VIRTUAL.contains(column))
              .toList();
      scans.add(new Scan(columns, texts(info.path("Filters"))));
    }
    boolean below = collect(node.path("children"), scans);
    return below || KNOWN.contains(name);
  }

  private static List<String> texts(JsonNode node) {
    List<String> found = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(element -> found.add(element.asString("")));
    } else {
      found.add(node.asString(""));
    }
    found.removeIf(String::isEmpty);
    return found;
  }
}
