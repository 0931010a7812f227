package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Name;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `COPY INTO table`. Files go one by one into a temporary table with the target's columns, where one
/// that fails leaves nothing; from there all rows go into the target at once, together with the notes of
/// which files they came from.
final class Loading {
  static final List<Column> COLUMNS =
      List.of(
          Column.text("File"),
          new Column("Rows_loaded", ColumnType.INT8),
          new Column("Errors_found", ColumnType.INT8),
          Column.text("First_error"),
          new Column("First_error_line", ColumnType.INT8));

  private static final Pattern LINE = Pattern.compile("on Line: (\\d+)");

  private final FileStatements statements;
  private final Statement.CopyIntoTable copy;
  private final Connection connection;
  private final Scope scope;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  Loading(FileStatements statements, Statement.CopyIntoTable copy) {
    this.statements = statements;
    this.copy = copy;
    this.connection = statements.connection();
    this.scope = statements.scope();
  }

  EngineSession.Cursor run() throws SQLException {
    Optional<ExternalTable> external =
        ExternalTargets.named(copy.table().schema(), copy.table().object(), scope.view());
    String target = target(external);
    String key = external.map(table -> table.id().toString()).orElse(target);
    // Whoever may not write is told before anything is read.
    if (external.isPresent()) {
      scope.external().open(files -> files.table(scope.view(), external.get().id(), Use.WRITE));
    }
    Place place = statements.place(copy.from(), isOn("purge") ? Use.WRITE : Use.READ);
    FileFormat format = statements.format(copy.from(), copy.format());
    String where = FileStatements.where(copy.from());
    Loads.prepare(connection);
    Set<String> loaded = isOn("force") ? Set.of() : Loads.of(connection, key, where);
    List<RemoteFile> files =
        statements.files(place, copy.pattern()).stream()
            .filter(file -> copy.names().isEmpty() || copy.names().contains(file.name()))
            .filter(file -> file.bytes() > 0 && !Loads.holds(loaded, file))
            .toList();
    try {
      stage(external, target);
      List<RemoteFile> done = each(place, format, files);
      finish(external, target, key, where, done);
      if (isOn("purge")) {
        statements.delete(place, done);
      }
    } finally {
      drop();
    }
    List<@Nullable Object[]> shown =
        isOn("return_failed_only")
            ? rows.stream().filter(row -> row[3] != null).toList()
            : rows;
    return new RowsCursor(COLUMNS, shown, "COPY");
  }

  private String target(Optional<ExternalTable> external) {
    if (external.isPresent()) {
      return ExternalViews.qualified(external.get().name());
    }
    String schema = copy.table().schema();
    return ExternalViews.qualified(
        new Name(schema == null ? Name.PUBLIC : schema, copy.table().object()));
  }

  private boolean isOn(String option) {
    return Boolean.parseBoolean(copy.options().getOrDefault(option, "false"));
  }

  private void stage(Optional<ExternalTable> external, String target) throws SQLException {
    drop();
    Database.execute(
        connection,
        external.isPresent()
            ? "CREATE TEMP TABLE fl_new_rows ("
                + Insertion.columns(external.get().columns())
                + ")"
            : "CREATE TEMP TABLE fl_new_rows AS SELECT * FROM " + target + " LIMIT 0");
  }

  private void drop() {
    try {
      Database.execute(connection, "DROP TABLE IF EXISTS " + Insertion.ROWS);
    } catch (SQLException e) {
      // In a failed transaction the table goes with it.
    }
  }

  private List<RemoteFile> each(Place place, FileFormat format, List<RemoteFile> files)
      throws SQLException {
    List<TableColumn> columns = columns();
    String onError = copy.options().getOrDefault("on_error", "abort").toLowerCase(Locale.ROOT);
    if (!Set.of("abort", "continue", "skip_file").contains(onError)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "on_error must be abort, continue or skip_file");
    }
    if (onError.equals("continue") && !format.name().equals(FileFormat.CSV)) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "on_error = continue is supported for CSV files");
    }
    long limit = Long.parseLong(copy.options().getOrDefault("size_limit", "0"));
    long total = 0;
    List<RemoteFile> done = new ArrayList<>();
    for (RemoteFile file : files) {
      if (limit > 0 && total >= limit) {
        break;
      }
      Path local = local(place, format, file, done.size());
      try {
        long count = insert(columns, source(format, columns, local, onError));
        total += count;
        done.add(file);
        rows.add(new @Nullable Object[] {file.name(), count, 0L, null, null});
      } catch (SQLException failure) {
        failed(file, failure, onError);
      }
    }
    return done;
  }

  private List<TableColumn> columns() throws SQLException {
    String names =
        copy.columns().isEmpty()
            ? "*"
            : copy.columns().stream().map(Database::quoted).collect(Collectors.joining(", "));
    return FileColumns.ofQuery(connection, "SELECT " + names + " FROM " + Insertion.ROWS);
  }

  private Path local(Place place, FileFormat format, RemoteFile file, int number) {
    ExternalScans scans = scope.external();
    return scans.await(
        () -> {
          Path whole =
              place.local(
                  file,
                  List.of(new io.fairlead.engine.ExternalFiles.Range(0, file.bytes())),
                  scans.deadline());
          return ScanFolder.link(
              ScanFolder.inside(scans.folder(), scope.view().role()),
              "load" + rows.size() + "-" + number + FileReading.ending(format, file.name()),
              whole);
        });
  }

  private static String source(
      FileFormat format, List<TableColumn> columns, Path local, String onError) {
    String path = "[" + Database.literal(local.toString()) + "]";
    String call = FileReading.source(format, columns, path);
    return onError.equals("continue")
        ? call.substring(0, call.length() - 1) + ", ignore_errors = true)"
        : call;
  }

  private long insert(List<TableColumn> columns, String source) throws SQLException {
    String names =
        columns.stream()
            .map(column -> Database.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String insert =
        "INSERT INTO %s (%s) SELECT %s FROM %s".formatted(Insertion.ROWS, names, names, source);
    try (PreparedStatement prepared = connection.prepareStatement(insert)) {
      prepared.execute();
      return Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private void failed(RemoteFile file, SQLException failure, String onError) throws SQLException {
    if (scope.remote().failed()) {
      throw failure;
    }
    String message = String.valueOf(failure.getMessage());
    String reason = Failures.problem(message, null).message();
    Matcher line = LINE.matcher(message);
    Long at = line.find() ? Long.valueOf(line.group(1)) : null;
    if (onError.equals("abort")) {
      throw Refusal.of(
          ProblemKind.DATA_ERROR,
          "file \"%s\" cannot be loaded%s: %s"
              .formatted(file.name(), at == null ? "" : ", line " + at, reason));
    }
    rows.add(new @Nullable Object[] {file.name(), 0L, 1L, reason, at});
  }

  private void finish(
      Optional<ExternalTable> external,
      String target,
      String key,
      String where,
      List<RemoteFile> done)
      throws SQLException {
    if (external.isPresent()) {
      new Insertion(external.get(), 0, 0).write(connection, scope, statements.transaction());
      Loads.add(connection, key, where, done);
      return;
    }
    boolean own = statements.transaction() == null;
    if (own) {
      Database.execute(connection, "BEGIN TRANSACTION");
    }
    boolean committed = false;
    try {
      Database.execute(connection, "INSERT INTO " + target + " SELECT * FROM " + Insertion.ROWS);
      Loads.add(connection, key, where, done);
      if (own) {
        Database.execute(connection, "COMMIT");
      }
      committed = true;
    } finally {
      if (own && !committed) {
        PendingFiles.rollBack(connection);
      }
    }
  }
}
