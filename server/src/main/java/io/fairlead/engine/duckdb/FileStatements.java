package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.Stage;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Lists and removes files, and hands loading and unloading to those who do it.
///
/// @param transaction what an open transaction has written; null outside of one
record FileStatements(
    Connection connection,
    Scope scope,
    Permissions permissions,
    @Nullable PendingFiles transaction) {
  private static final List<Column> LISTED =
      List.of(
          Column.text("name"),
          new Column("size", ColumnType.INT8),
          Column.text("md5"),
          Column.text("last_modified"),
          Column.text("creator"));

  /// Work on files with a session's connection.
  interface Work<T> {
    T run(FileStatements work) throws SQLException;
  }

  /// What a statement answers.
  static List<Column> columns(Statement.FileStatement statement) {
    return switch (statement) {
      case Statement.ListFiles _ -> LISTED;
      case Statement.RemoveFiles _ -> List.of();
      case Statement.CopyIntoTable _ -> Loading.COLUMNS;
      case Statement.CopyIntoFiles _ -> Unloading.COLUMNS;
      case Statement.SelectInto _ -> List.of();
    };
  }

  TableRights rights() {
    return new TableRights(connection, scope);
  }

  /// @param parameters of a statement that has some
  EngineSession.Cursor run(Statement.FileStatement statement, Parameters parameters)
      throws SQLException {
    return switch (statement) {
      case Statement.ListFiles list -> list(list);
      case Statement.RemoveFiles remove -> remove(remove);
      case Statement.CopyIntoTable copy -> new Loading(this, copy).run();
      case Statement.CopyIntoFiles copy -> new Unloading(this, copy, Parameters.NONE).run();
      case Statement.SelectInto(var copy) -> new Unloading(this, copy, parameters).counted();
    };
  }

  /// The columns of the first file by name.
  List<TableColumn> columns(FileSource source, FileFormat format) throws SQLException {
    ExternalRead read = read(source, format, 1);
    return read.links().isEmpty() ? List.of() : FileColumns.ofFirst(connection, read);
  }

  boolean mustFit(FileSource source, FileFormat format, List<TableColumn> columns)
      throws SQLException {
    FileColumns.mustFit(connection, read(source, format, Integer.MAX_VALUE), columns);
    return true;
  }

  /// Files that are no table's yet. Text is brought whole.
  private ExternalRead read(FileSource source, FileFormat format, int most) {
    ExternalScans scans = scope.external();
    Place place = place(source, Use.READ);
    List<RemoteFile> files =
        files(place, Optional.empty()).stream()
            .filter(file -> file.bytes() > 0 && FileReading.isOf(format, file.name()))
            .limit(most)
            .toList();
    ExternalRead read =
        scans.await(
            () ->
                ExternalRead.open(
                    "the place",
                    format,
                    List.of(),
                    place,
                    files,
                    scans.folder(),
                    scans.deadline()));
    if (!FileReading.isParquet(format)) {
      scans.fetch(read, read.whole());
    }
    return read;
  }

  private EngineSession.Cursor list(Statement.ListFiles list) {
    Place place = place(list.files(), Use.READ);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (RemoteFile file : files(place, list.pattern())) {
      rows.add(
          new @Nullable Object[] {
            file.name(), file.bytes(), file.etag(), file.changed().toString(), null
          });
    }
    return new RowsCursor(LISTED, rows, "LIST");
  }

  private EngineSession.Cursor remove(Statement.RemoveFiles remove) {
    Place place = place(remove.files(), Use.WRITE);
    List<RemoteFile> files = files(place, remove.pattern());
    delete(place, files);
    return new RowsCursor(List.of(), List.of(), "REMOVE");
  }

  void delete(Place place, List<RemoteFile> files) {
    ExternalScans scans = scope.external();
    scans.await(
        () ->
            ManyFiles.each(
                files,
                index -> {
                  place.delete(files.get(index).name(), scans.deadline());
                  return true;
                }));
  }

  Place place(FileSource source, Use use) {
    return scope.external().open(files -> files.files(scope.view(), source, use));
  }

  /// @param pattern that the whole name must match
  List<RemoteFile> files(Place place, Optional<String> pattern) {
    ExternalScans scans = scope.external();
    Optional<Pattern> matching = pattern.map(FileStatements::compiled);
    return scans.await(() -> place.list(scans.deadline())).stream()
        .filter(file -> matching.isEmpty() || matching.get().matcher(file.name()).matches())
        .toList();
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, "the pattern is not a regular expression");
    }
  }

  /// What a statement says of its files, over what their stage says.
  FileFormat format(FileSource source, FormatClause clause) {
    FileFormat stage =
        source instanceof FileSource.InStage(var name, _)
            ? scope
                .view()
                .image()
                .find(
                    Kind.Space.STAGE,
                    new Name(
                        name.schema() == null ? scope.view().schema() : name.schema(),
                        name.object()))
                .filter(Stage.class::isInstance)
                .map(found -> ((Stage) found).format())
                .orElse(FileFormat.of(FileFormat.PARQUET))
            : FileFormat.of(FileFormat.PARQUET);
    String name = clause.name().orElse(stage.name());
    TreeMap<String, String> options = new TreeMap<>();
    if (name.equals(stage.name())) {
      options.putAll(stage.options());
    }
    options.putAll(clause.options());
    return new FileFormat(name, options);
  }

  /// Where files are, in one word that stays the same.
  static String where(FileSource source) {
    return switch (source) {
      case FileSource.InStage(var stage, String path) ->
          "@" + (stage.schema() == null ? "" : stage.schema() + ".") + stage.object() + "/" + path;
      case FileSource.At(String uri, _) -> uri;
      case FileSource.ByPath(String path, _, _) -> path;
    };
  }
}
