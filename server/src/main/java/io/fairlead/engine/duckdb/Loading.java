package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `COPY INTO table`. Files go one by one into a temporary table with the target's columns, where
/// one that fails leaves nothing; from there all rows go into the target at once, together with the
/// notes of which files they came from.
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
  private final CopyOptions options;
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  Loading(FileStatements statements, Statement.CopyIntoTable copy) {
    this.statements = statements;
    this.copy = copy;
    this.connection = statements.connection();
    this.scope = statements.scope();
    this.options = CopyOptions.in(copy.options());
  }

  EngineSession.Cursor run() throws SQLException {
    Optional<ExternalTable> external =
        ExternalTargets.named(
            copy.table().schema(), copy.table().object(), scope.view(), this::isLocal);
    Name name =
        external.isPresent()
            ? external.get().name()
            : LocalTables.named(
                connection, copy.table().schema(), copy.table().object(), scope);
    statements.rights().mustSee(name);
    String target = ExternalViews.qualified(name);
    String key = external.map(table -> table.id().toString()).orElse(Loads.key(name));
    external.ifPresent(Insertion::mustBeWritable);
    // Whoever may not write is told before anything is read.
    if (external.isPresent()) {
      scope.external().open(files -> files.table(scope.view(), external.get().id(), Use.WRITE));
    }
    boolean purge = options.isOn("purge");
    Place place = statements.place(copy.from(), purge ? Use.WRITE : Use.READ);
    FileFormat format = statements.format(copy.from(), copy.format());
    String where = FileStatements.where(copy.from());
    List<RemoteFile> files = wanted(place, key, where);
    try {
      stage(external, target);
      List<RemoteFile> done = each(place, format, files);
      if (!done.isEmpty()) {
        finish(external, target, () -> note(key, where, done));
      }
      if (purge) {
        purge(place, done);
      }
    } finally {
      drop();
      Staging.end(copy.selection().isPresent() ? 1 : 0, connection);
    }
    List<@Nullable Object[]> shown =
        options.isOn("return_failed_only")
            ? rows.stream().filter(row -> row[3] != null).toList()
            : rows;
    return new RowsCursor(COLUMNS, shown, "COPY");
  }

  private List<RemoteFile> wanted(Place place, String key, String where) throws SQLException {
    Set<String> loaded =
        options.isOn("force") ? Set.of() : Loads.of(connection, key, where);
    return statements.files(place, copy.pattern()).stream()
        .filter(file -> copy.names().isEmpty() || copy.names().contains(file.name()))
        .filter(file -> file.bytes() > 0 && !Loads.holds(loaded, file))
        .limit(options.number("max_files", Long.MAX_VALUE))
        .toList();
  }

  private boolean isLocal(Name name) {
    try {
      return LocalTables.has(connection, name);
    } catch (SQLException failure) {
      throw Failures.of(failure, null, false);
    }
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
    CopyOptions.OnError onError = options.onError();
    boolean isText = !FileReading.isParquet(format);
    if (onError == CopyOptions.OnError.CONTINUE && !isText) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED,
          "on_error = continue is supported for CSV and NDJSON files");
    }
    if (onError == CopyOptions.OnError.CONTINUE && copy.selection().isPresent()) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "on_error = continue is not supported with a query");
    }
    boolean byRow =
        isText && onError != CopyOptions.OnError.ABORT && copy.selection().isEmpty();
    Optional<SelectedRows> selected =
        copy.selection().isPresent()
            ? Optional.of(SelectedRows.of(copy.selection().get(), copy, format, statements))
            : Optional.empty();
    long limit = options.number("size_limit", 0);
    List<TableColumn> columns = columns();
    long total = 0;
    List<RemoteFile> done = new ArrayList<>();
    for (RemoteFile file : files) {
      if (limit > 0 && total >= limit) {
        break;
      }
      Path path = local(place, format, file, done.size());
      String local = Database.literal(path.toString());
      try {
        total +=
            byRow
                ? byRow(new RowErrors(connection, format, columns), file, local, done)
                : whole(
                    columns,
                    selected.isPresent()
                        ? selected.get().query(path, columns)
                        : FileReading.source(format, columns, "[" + local + "]"),
                    file,
                    done);
      } catch (SQLException failure) {
        failed(file, failure, onError);
      }
    }
    return done;
  }

  private long whole(
      List<TableColumn> columns, String source, RemoteFile file, List<RemoteFile> done)
      throws SQLException {
    long count = insert(columns, source);
    done.add(file);
    rows.add(new @Nullable Object[] {file.name(), count, 0L, null, null});
    return count;
  }

  private long byRow(RowErrors reading, RemoteFile file, String local, List<RemoteFile> done)
      throws SQLException {
    long last = reading.last();
    RowErrors.Found found = reading.load(local);
    boolean skipped = found.errors() > 0 && options.onError() == CopyOptions.OnError.SKIP_FILE;
    if (skipped) {
      reading.forget(last);
    } else {
      done.add(file);
    }
    long count = skipped ? 0 : found.rows();
    rows.add(
        new @Nullable Object[] {
          file.name(), count, found.errors(), found.first(), found.line()
        });
    return count;
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
                  List.of(new Range(0, file.bytes())),
                  scans.deadline());
          return ScanFolder.link(
              ScanFolder.inside(scans.folder(), scope.view().role()),
              "load" + rows.size() + "-" + number + FileReading.ending(format, file.name()),
              whole);
        });
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

  private void failed(RemoteFile file, SQLException failure, CopyOptions.OnError onError)
      throws SQLException {
    if (scope.remote().failed()) {
      throw failure;
    }
    String message = String.valueOf(failure.getMessage());
    Problem reason = Failures.problem(message, null);
    if (reason.kind() == ProblemKind.CANCELLED) {
      throw failure;
    }
    Matcher line = LINE.matcher(message);
    Long at = line.find() ? Long.valueOf(line.group(1)) : null;
    if (onError == CopyOptions.OnError.ABORT) {
      throw Refusal.of(
          ProblemKind.DATA_ERROR,
          "file \"%s\" cannot be loaded%s: %s"
              .formatted(file.name(), at == null ? "" : ", line " + at, reason.message()));
    }
    rows.add(new @Nullable Object[] {file.name(), 0L, 1L, reason.message(), at});
  }

  private void note(String key, String where, List<RemoteFile> done) throws SQLException {
    Loads.add(connection, key, where, done, options.isOn("force"));
  }

  /// Rows and notes in one commit. The file of an external table is written just before it, since a
  /// note without rows would lose them: a crash between the two leaves rows without a note, and the
  /// next COPY loads them again.
  private void finish(
      Optional<ExternalTable> external, String target, Database.Work notes)
      throws SQLException {
    boolean own = statements.transaction() == null;
    Optional<Insertion> insertion = external.map(table -> new Insertion(table, 0, 0));
    Optional<String> written = Optional.empty();
    boolean committed = false;
    if (own) {
      Database.execute(connection, "BEGIN TRANSACTION");
    }
    try {
      notes.run();
      if (insertion.isPresent()) {
        written = insertion.get().write(connection, scope, statements.transaction());
      } else {
        Database.execute(
            connection, "INSERT INTO " + target + " SELECT * FROM " + Insertion.ROWS);
      }
      if (own) {
        Database.execute(connection, "COMMIT");
      }
      committed = true;
    } finally {
      if (own && !committed) {
        PendingFiles.rollBack(connection);
        written.ifPresent(name -> insertion.orElseThrow().takeBack(name, scope));
      }
    }
  }

  private void purge(Place place, List<RemoteFile> done) {
    PendingFiles transaction = statements.transaction();
    if (transaction == null) {
      statements.delete(place, done);
    } else {
      transaction.purge(
          scope
              .external()
              .openForLater(files -> files.files(scope.view(), copy.from(), Use.WRITE)),
          done);
    }
  }

}
