package io.fairlead.engine.duckdb;

import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a text file row by row into [Insertion#ROWS]: rows that cannot be read are left out and
/// counted. No statement fails on the way, for in a transaction that would be the end of it.
///
/// @param most of the rows with errors that [Found] tells of
record RowErrors(
    Connection connection, FileFormat format, List<TableColumn> columns, int most) {
  private static final String REJECTS = "fl_rejects";
  private static final String LINES = "temp.main.fl_lines";

  RowErrors(Connection connection, FileFormat format, List<TableColumn> columns) {
    this(connection, format, columns, 1);
  }

  /// A row that was left out.
  ///
  /// @param text of the line, as far as it is known
  record Rejected(long line, String reason, @Nullable String text) {}

  /// What is wrong with a file.
  ///
  /// @param rows that were loaded
  /// @param errors rows that were not
  /// @param first what is wrong with the first of them, null when nothing is
  /// @param line of it, from 1
  /// @param rejected the first of them
  record Found(
      long rows,
      long errors,
      @Nullable String first,
      @Nullable Long line,
      List<Rejected> rejected) {
    static Found of(long rows, long errors, List<Rejected> rejected) {
      return rejected.isEmpty()
          ? new Found(rows, errors, null, null, rejected)
          : new Found(
              rows, errors, rejected.getFirst().reason(), rejected.getFirst().line(), rejected);
    }
  }

  /// @param path of the file, as a literal
  Found load(String path) throws SQLException {
    return format.name().equals(FileFormat.CSV) ? csv(path) : json(path);
  }

  /// The last row that is there now; to [#forget] those behind it.
  long last() throws SQLException {
    return number("SELECT coalesce(max(rowid), -1) FROM " + Insertion.ROWS);
  }

  void forget(long last) throws SQLException {
    Database.execute(connection, "DELETE FROM " + Insertion.ROWS + " WHERE rowid > " + last);
  }

  private Found csv(String path) throws SQLException {
    forgetRejects();
    String call = FileReading.source(format, columns, "[" + path + "]");
    String source =
        call.substring(0, call.length() - 1)
            + ", store_rejects = true, rejects_table = '"
            + REJECTS
            + "', rejects_scan = 'fl_rejecting')";
    String names = names();
    long rows =
        changed(
            "INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(Insertion.ROWS, names, names, source));
    try (Statement statement = connection.createStatement();
        ResultSet bad =
            statement.executeQuery(
                """
                SELECT (SELECT count(DISTINCT line) FROM %1$s), line, min(error_type),
                  min(error_message), min(csv_line)
                FROM %1$s GROUP BY line ORDER BY line LIMIT %2$d
                """
                    .formatted(REJECTS, most))) {
      long errors = 0;
      List<Rejected> rejected = new ArrayList<>();
      while (bad.next()) {
        errors = bad.getLong(1);
        rejected.add(
            new Rejected(
                bad.getLong(2), reason(bad.getString(3), bad.getString(4)), bad.getString(5)));
      }
      return Found.of(rows, errors, rejected);
    } finally {
      forgetRejects();
    }
  }

  private void forgetRejects() throws SQLException {
    Database.execute(connection, "DROP TABLE IF EXISTS temp.main." + REJECTS);
    Database.execute(connection, "DROP TABLE IF EXISTS temp.main.fl_rejecting");
  }

  /// DuckDB's kinds of errors are words; what it says beside them quotes the row.
  private static String reason(String kind, String message) {
    return kind.equals("CAST")
        ? Failures.problem(message, null).message()
        : "the row has an error: " + kind.toLowerCase(Locale.ROOT);
  }

  /// DuckDB counts no lines of JSON that it cannot read, so lines are read as texts.
  private Found json(String path) throws SQLException {
    Database.execute(connection, "DROP TABLE IF EXISTS " + LINES);
    Database.execute(
        connection,
        """
        CREATE TEMP TABLE fl_lines AS
        SELECT n, TRY_CAST(line AS JSON) AS object,
          CASE WHEN TRY_CAST(line AS JSON) IS NULL THEN line END AS raw
        FROM (SELECT row_number() OVER () AS n, line
              FROM read_csv([%s], columns = {'line': 'VARCHAR'}, auto_detect = false,
                header = false, delim = '\\x01', quote = '', escape = '', nullstr = ''))
        WHERE trim(line) <> ''
        """
            .formatted(path));
    try {
      String bad = isBad();
      long rows =
          changed(
              "INSERT INTO %s (%s) SELECT %s FROM %s WHERE NOT (%s) ORDER BY n"
                  .formatted(Insertion.ROWS, names(), values(), LINES, bad));
      return found(rows, bad);
    } finally {
      Database.execute(connection, "DROP TABLE IF EXISTS " + LINES);
    }
  }

  private Found found(long rows, String bad) throws SQLException {
    String query =
        "SELECT count(*) OVER (), n, object IS NULL, coalesce(raw, object::VARCHAR)"
            + " FROM %s WHERE %s ORDER BY n LIMIT %d".formatted(LINES, bad, most);
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      long errors = 0;
      List<Rejected> rejected = new ArrayList<>();
      while (found.next()) {
        errors = found.getLong(1);
        rejected.add(
            new Rejected(
                found.getLong(2),
                found.getBoolean(3)
                    ? "the line is no JSON object"
                    : "a value cannot be converted to the type it needs",
                found.getString(4)));
      }
      return Found.of(rows, errors, rejected);
    }
  }

  private String isBad() {
    String values =
        columns.stream()
            .map(
                column ->
                    " OR (%s IS NULL AND (object ->> %s) IS NOT NULL)"
                        .formatted(value(column), key(column)))
            .collect(Collectors.joining());
    return "object IS NULL OR json_type(object) <> 'OBJECT'" + values;
  }

  private String values() {
    return columns.stream().map(RowErrors::value).collect(Collectors.joining(", "));
  }

  private static String value(TableColumn column) {
    return column.type().toUpperCase(Locale.ROOT).startsWith("VARCHAR")
        ? "(object ->> " + key(column) + ")"
        : "TRY_CAST((object -> %s) AS %s)".formatted(key(column), column.type());
  }

  private static String key(TableColumn column) {
    return Database.literal("$.\"" + column.name().replace("\"", "\\\"") + "\"");
  }

  private String names() {
    return columns.stream()
        .map(column -> Database.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }

  private long changed(String insert) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(insert)) {
      prepared.execute();
      return Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
