package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The columns of files, and whether those of a table fit them.
final class FileColumns {
  private FileColumns() {}

  /// The columns of a query, which is not run.
  static List<TableColumn> ofQuery(Connection connection, String query) throws SQLException {
    return ofQuery(connection, query, bound -> {});
  }

  /// Sets the parameters of a query.
  interface Binding {
    void set(PreparedStatement prepared) throws SQLException;
  }

  static List<TableColumn> ofQuery(Connection connection, String query, Binding binding)
      throws SQLException {
    List<TableColumn> columns = new ArrayList<>();
    types(connection, query, binding)
        .forEach(
            (name, type) -> columns.add(new TableColumn(name, type, true, Optional.empty())));
    return columns;
  }

  /// The types of a query's columns, whatever they are called.
  static List<String> typesOf(Connection connection, String query) throws SQLException {
    List<String> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE " + query)) {
      while (rows.next()) {
        types.add(rows.getString("column_type"));
      }
    }
    return types;
  }

  private static Map<String, String> types(Connection connection, String query)
      throws SQLException {
    return types(connection, query, bound -> {});
  }

  private static Map<String, String> types(
      Connection connection, String query, Binding binding) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement("DESCRIBE " + query)) {
      binding.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          types.put(rows.getString("column_name"), rows.getString("column_type"));
        }
      }
    }
    return types;
  }

  /// Those of the first file. Text files have been brought whole.
  static List<TableColumn> ofFirst(Connection connection, ExternalRead read) throws SQLException {
    return ofQuery(connection, "SELECT * FROM " + guessed(read.format(), read.links().getFirst()));
  }

  /// A call that finds out by itself what a file holds.
  private static String guessed(FileFormat format, Path file) {
    String path = Database.literal(file.toString());
    return switch (format.name()) {
      case FileFormat.PARQUET -> "read_parquet(" + path + ")";
      case FileFormat.NDJSON -> "read_json(" + path + ", format = 'newline_delimited')";
      default ->
          "read_csv(%s, header = %b, delim = %s)"
              .formatted(
                  path,
                  format.options().getOrDefault("skip_header", "0").equals("1"),
                  Database.literal(format.options().getOrDefault("field_delimiter", ",")));
    };
  }

  /// Refuses columns that a file has not, or has of another type.
  static void mustFit(Connection connection, ExternalRead read, List<TableColumn> columns)
      throws SQLException {
    if (!FileReading.isParquet(read.format())) {
      mustBeReadable(connection, read, columns);
      return;
    }
    Map<String, String> wanted = wanted(connection, columns);
    for (int i = 0; i < read.links().size(); i++) {
      String query = "SELECT * FROM " + guessed(read.format(), read.links().get(i));
      Map<String, String> found = new LinkedHashMap<>();
      types(connection, query)
          .forEach((name, type) -> found.put(name.toLowerCase(Locale.ROOT), type));
      String file = read.files().get(i).name();
      for (Map.Entry<String, String> column : wanted.entrySet()) {
        mustBe(file, column, found.get(column.getKey().toLowerCase(Locale.ROOT)));
      }
    }
  }

  private static void mustBe(
      String file, Map.Entry<String, String> column, @Nullable String type) {
    if (type == null) {
      throw Problem.of(
              ProblemKind.UNKNOWN_COLUMN,
              "file \"" + file + "\" has no column \"" + column.getKey() + "\"")
          .refusal();
    }
    if (!type.equals(column.getValue())) {
      throw Problem.of(
              ProblemKind.TYPE_MISMATCH,
              "column \"%s\" of file \"%s\" is %s, not %s"
                  .formatted(column.getKey(), file, type, column.getValue()))
          .refusal();
    }
  }

  /// The table's types as DuckDB spells them.
  private static Map<String, String> wanted(Connection connection, List<TableColumn> columns)
      throws SQLException {
    List<String> values = new ArrayList<>();
    for (TableColumn column : columns) {
      values.add("NULL::" + column.type() + " AS " + Database.quoted(column.name()));
    }
    return types(connection, "SELECT " + String.join(", ", values));
  }

  /// Text has no types: its first rows are read as the table would read them.
  private static void mustBeReadable(
      Connection connection, ExternalRead read, List<TableColumn> columns) throws SQLException {
    for (int i = 0; i < read.links().size(); i++) {
      String path = "[" + Database.literal(read.links().get(i).toString()) + "]";
      String query = "SELECT * FROM " + FileReading.source(read.format(), columns, path);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query + " LIMIT 1000")) {
        rows.next();
      } catch (SQLException unreadable) {
        throw Problem.of(
                ProblemKind.TYPE_MISMATCH,
                "file \"" + read.files().get(i).name() + "\" does not fit the table's columns")
            .refusal();
      }
    }
  }
}
