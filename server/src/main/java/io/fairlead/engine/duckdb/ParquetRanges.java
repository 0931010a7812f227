package io.fairlead.engine.duckdb;

import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.TableColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which parts of Parquet files a plan needs: all but the chunks of columns that no scan reads, and
/// of row groups in which no scan finds a row.
///
/// A scan in a plan does not say of which table it is. So a table needs what any scan needs that
/// can be one of it, and row groups are left out only where there is no doubt. DuckDB refuses a
/// part of a file that is missing: a page begins with a header, and zeros are none. A mistake here
/// makes a statement fail, not answer wrongly.
final class ParquetRanges {
  /// Gaps that are shorter are read too: a request costs more than they do.
  static final int SHORTEST_GAP = 64 * 1024;

  private ParquetRanges() {}

  /// Ranges of each of the files in their order.
  static List<List<Range>> needed(
      Connection connection, ExternalRead read, ScanPlan plan, int tables)
      throws SQLException {
    Map<String, TableColumn> columns = new HashMap<>();
    read.columns().forEach(column -> columns.put(column.name().toLowerCase(Locale.ROOT), column));
    List<ScanPlan.Scan> scans =
        plan.scans().stream().filter(scan -> scan.canBeOf(columns.keySet())).toList();
    if ((scans.isEmpty() && !plan.isAnswered()) || hasNested(read.columns())) {
      return read.whole();
    }
    if (read.links().isEmpty()) {
      return read.nothing();
    }
    Set<String> wanted = new HashSet<>();
    for (String column : columns.keySet()) {
      if (scans.stream().anyMatch(scan -> scan.reads(column))) {
        wanted.add(column);
      }
    }
    boolean isCertain = tables == 1 && plan.scans().size() == 1;
    List<String> excluded =
        isCertain ? RowGroupFilter.excluded(plan.scans().getFirst(), columns) : List.of();
    return gaps(connection, read, wanted, excluded);
  }

  private static boolean hasNested(List<TableColumn> columns) {
    return columns.stream()
        .map(column -> column.type().toUpperCase(Locale.ROOT))
        .anyMatch(
            type ->
                type.contains("[")
                    || type.startsWith("STRUCT")
                    || type.startsWith("MAP")
                    || type.startsWith("LIST")
                    || type.startsWith("UNION")
                    || type.startsWith("VARIANT")
                    || type.startsWith("GEOMETRY"));
  }

  private static List<List<Range>> gaps(
      Connection connection, ExternalRead read, Set<String> wanted, List<String> excluded)
      throws SQLException {
    Map<String, List<Range>> unneeded = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query(read.links(), wanted, excluded))) {
      while (rows.next()) {
        unneeded
            .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
            .add(new Range(rows.getLong(2), rows.getLong(3)));
      }
    }
    List<List<Range>> needed = new ArrayList<>();
    for (int i = 0; i < read.links().size(); i++) {
      RemoteFile file = read.files().get(i);
      List<Range> without = unneeded.getOrDefault(read.links().get(i).toString(), List.of());
      needed.add(complement(file.bytes(), without));
    }
    return needed;
  }

  private static String query(List<Path> links, Set<String> wanted, List<String> excluded) {
    String files =
        links.stream()
            .map(link -> Database.literal(link.toString()))
            .collect(Collectors.joining(", "));
    String names = wanted.stream().map(Database::literal).collect(Collectors.joining(", "));
    String column = "lower(string_split(path_in_schema, ', ')[1])";
    String isUnneeded =
        wanted.isEmpty() ? "true" : column + " NOT IN (" + names + ")";
    String isExcluded =
        excluded.isEmpty() ? "false" : "coalesce(" + String.join(" OR ", excluded) + ", false)";
    return """
        SELECT file_name,
               least(coalesce(nullif(dictionary_page_offset, 0), data_page_offset),
                 data_page_offset),
               total_compressed_size
        FROM (SELECT *, bool_or(%s) OVER (PARTITION BY file_name, row_group_id) AS skipped
              FROM parquet_metadata([%s]))
        WHERE (skipped OR %s) AND data_page_offset IS NOT NULL"""
        .formatted(isExcluded, files, isUnneeded);
  }

  /// The whole of a file but long enough gaps.
  static List<Range> complement(long bytes, List<Range> without) {
    List<Range> sorted = new ArrayList<>(without);
    sorted.sort(Comparator.comparingLong(Range::offset));
    List<Range> merged = new ArrayList<>();
    for (Range next : sorted) {
      Range last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && next.offset() <= last.offset() + last.bytes()) {
        long end = Math.max(last.offset() + last.bytes(), next.offset() + next.bytes());
        merged.set(merged.size() - 1, new Range(last.offset(), end - last.offset()));
      } else {
        merged.add(next);
      }
    }
    List<Range> kept = new ArrayList<>();
    long at = 0;
    for (Range gap : merged) {
      if (gap.bytes() >= SHORTEST_GAP) {
        if (gap.offset() > at) {
          kept.add(new Range(at, gap.offset() - at));
        }
        at = gap.offset() + gap.bytes();
      }
    }
    if (at < bytes) {
      kept.add(new Range(at, bytes - at));
    }
    return List.copyOf(kept);
  }
}
