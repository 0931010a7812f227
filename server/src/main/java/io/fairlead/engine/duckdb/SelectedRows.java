package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Selection;
import io.fairlead.sql.StagedFiles;
import io.fairlead.sql.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The rows that COPY INTO makes of a file with a query.
record SelectedRows(Connection connection, FileFormat format, String text) {
  private static final String BEFORE = "SELECT ";

  static SelectedRows of(
      Selection selection,
      Statement.CopyIntoTable copy,
      FileFormat format,
      FileStatements statements)
      throws SQLException {
    String text = BEFORE + selection.list() + "\nFROM @";
    StagedFiles files =
        new StagedFiles(
            text.length() - 1,
            text.length(),
            copy.from(),
            selection.alias(),
            copy.format(),
            copy.pattern(),
            copy.names());
    LocalStatement query =
        LocalStatement.read(text, statements.permissions(), statements.scope().view())
            .over(List.of(files));
    statements.rights().check(query);
    FileReading.mustBeKnown(format);
    Staging.mustSuit(query, List.of(format));
    return new SelectedRows(statements.connection(), format, Spelling.of(query).text());
  }

  /// What an INSERT reads of one file that is here.
  ///
  /// @param columns that are filled, in their order
  String query(Path file, List<TableColumn> columns) throws SQLException {
    Staging.define(connection, format, file);
    List<String> types = FileColumns.typesOf(connection, text);
    if (types.size() != columns.size()) {
      throw Refusal.of(
          ProblemKind.SYNTAX,
          "the query has %d columns, and %d are loaded".formatted(types.size(), columns.size()));
    }
    String names =
        columns.stream()
            .map(column -> Database.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, types.size())
            .mapToObj(i -> value(columns.get(i), types.get(i)))
            .collect(Collectors.joining(", "));
    return "(SELECT %s FROM (%s) AS q(%s))".formatted(values, text, names);
  }

  /// A text of JSON is the text, and not JSON with its quotes.
  private static String value(TableColumn column, String type) {
    String name = Database.quoted(column.name());
    return type.equals("JSON") && column.type().equals("VARCHAR")
        ? "(" + name + " ->> '$') AS " + name
        : name;
  }
}
