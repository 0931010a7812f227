package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.TableColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An INSERT into an external table. Its rows go into a temporary table with the same columns, so
/// that column lists, defaults, NOT NULL and RETURNING are DuckDB's; from there to a file, and that
/// file to the table's place, all of it or nothing.
///
/// @param start where the name of the table begins in the statement
/// @param end behind it
record Insertion(ExternalTable table, int start, int end) {
  /// The temporary table.
  static final String ROWS = "temp.main.fl_new_rows";

  private static final String DROP = "DROP TABLE IF EXISTS " + ROWS;

  /// Before a statement is prepared: authorises, too.
  static void begin(LocalStatement statement, Connection connection, Scope scope)
      throws SQLException {
    if (statement.insertion().isPresent()) {
      statement.insertion().get().begin(connection, scope);
    }
  }

  private void begin(Connection connection, Scope scope) throws SQLException {
    mustBeWritable(table);
    open(scope);
    Database.execute(connection, DROP);
    Database.execute(
        connection, "CREATE TEMP TABLE fl_new_rows (" + columns(table.columns()) + ")");
  }

  static void mustBeWritable(ExternalTable table) {
    if (table.readOnly()) {
      throw Refusal.of(
          ProblemKind.READ_ONLY, "table \"" + table.name().object() + "\" is read-only");
    }
  }

  static String columns(List<TableColumn> columns) {
    return columns.stream().map(Insertion::column).collect(Collectors.joining(", "));
  }

  private static String column(TableColumn column) {
    return Database.quoted(column.name())
        + " "
        + column.type()
        + column.initial().map(initial -> " DEFAULT (" + initial + ")").orElse("")
        + (column.nullable() ? "" : " NOT NULL");
  }

  /// After it has run: the file that holds the rows, written or, in a transaction, kept for its
  /// end.
  ///
  /// @param transaction null outside of a transaction
  static void finish(
      LocalStatement statement,
      Connection connection,
      Scope scope,
      @Nullable PendingFiles transaction)
      throws SQLException {
    if (statement.insertion().isPresent() && statement.verb() == Verb.INSERT) {
      var _ = statement.insertion().get().write(connection, scope, transaction);
    }
  }

  /// Makes a file of the rows in [#ROWS]; none of no rows.
  ///
  /// @return the name of a file that everybody sees now
  Optional<String> write(Connection connection, Scope scope, @Nullable PendingFiles transaction)
      throws SQLException {
    if (!hasRows(connection)) {
      return Optional.empty();
    }
    ExternalScans scans = scope.external();
    String name = FileReading.named(table.format(), UUID.randomUUID().toString());
    if (transaction == null) {
      Path made = copy(connection, scans.folder().resolve(name));
      Place place = open(scope);
      scans.await(
          () -> {
            place.write(name, made, scans.deadline());
            return true;
          });
      return Optional.of(name);
    }
    Path folder = scans.newFolder();
    Path made = copy(connection, folder.resolve(name));
    Place later =
        scans.openForLater(files -> files.table(scope.view(), table.id(), Use.WRITE));
    transaction.add(table.id(), later, name, made, folder);
    return Optional.empty();
  }

  /// Takes a file away that was written for nothing.
  void takeBack(String name, Scope scope) {
    ExternalScans scans = scope.external();
    Place place = open(scope);
    scans.await(
        () -> {
          place.delete(name, scans.deadline());
          return true;
        });
  }

  /// The place of the table, for whoever may write there.
  private Place open(Scope scope) {
    return scope.external().open(files -> files.table(scope.view(), table.id(), Use.WRITE));
  }

  private static boolean hasRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + ROWS + " LIMIT 1")) {
      return rows.next();
    }
  }

  private Path copy(Connection connection, Path to) throws SQLException {
    Database.execute(
        connection,
        "COPY %s TO %s (%s)"
            .formatted(
                ROWS,
                Database.literal(to.toString()),
                FileReading.written(table.format(), table.columns())));
    return to;
  }

  /// Whatever became of it.
  static void end(LocalStatement statement, Connection connection) {
    if (statement.insertion().isEmpty()) {
      return;
    }
    try {
      Database.execute(connection, DROP);
    } catch (SQLException e) {
      // In a failed transaction the table goes with it.
    }
  }
}
