package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `COPY INTO location` and `SELECT … INTO`: the rows of a query as files. They are made here
/// first; each is then written whole.
final class Unloading {
  private static final long MOST_BYTES = 256L << 20;

  static final List<Column> COLUMNS =
      List.of(
          new Column("rows_unloaded", ColumnType.INT8),
          new Column("input_bytes", ColumnType.INT8),
          new Column("output_bytes", ColumnType.INT8));

  private final FileStatements statements;
  private final Statement.CopyIntoFiles copy;
  private final Parameters parameters;

  Unloading(
      FileStatements statements, Statement.CopyIntoFiles copy, Parameters parameters) {
    this.statements = statements;
    this.copy = copy;
    this.parameters = parameters;
  }

  /// What was written, as the row of a COPY.
  EngineSession.Cursor run() throws SQLException {
    Written written = write();
    long bytes = bytes(written.files());
    long unpacked =
        FileReading.unpackedBytes(statements.connection(), written.format(), written.files())
            .orElse(bytes);
    return new RowsCursor(
        COLUMNS,
        List.<@Nullable Object[]>of(new @Nullable Object[] {written.rows(), unpacked, bytes}),
        "COPY");
  }

  /// The number of rows alone, as of a statement that returns none.
  EngineSession.Cursor counted() throws SQLException {
    return new RowsCursor(List.of(), List.of(), "SELECT " + write().rows());
  }

  /// @param files of this machine, which stay until the statement ends
  private record Written(long rows, FileFormat format, List<Path> files) {}

  private Written write() throws SQLException {
    Scope scope = statements.scope();
    ExternalScans scans = scope.external();
    CopyOptions given = CopyOptions.out(copy.options());
    boolean single = given.isOn("single");
    Target target = Target.of(copy.to(), single);
    long most = given.number("max_file_size", MOST_BYTES);
    Place place = statements.place(target.folder(), Use.WRITE);
    if (target.name().isPresent() && !given.isOn("overwrite")) {
      mustBeNew(place, target.name().get(), scans);
    }
    FileFormat format = statements.format(copy.to(), copy.format());
    Source source = source();
    Path made = scans.folder().resolve("unload");
    String options = FileReading.written(format, source.columns());
    if (!single) {
      options += ", FILE_SIZE_BYTES " + most;
    }
    String lines = FileReading.rows(format, source.query(), source.columns());
    long rows = copy(source, lines, made, options);
    List<Path> files = files(made);
    String unique = UUID.randomUUID().toString();
    write(place, files, index -> target.named(format, unique, index), scans);
    return new Written(rows, format, files);
  }

  /// The query as DuckDB reads it, with another name for each column, when what it needs of files is
  /// here.
  private record Source(LocalStatement statement, String query, List<TableColumn> columns) {}

  private Source source() throws SQLException {
    Scope scope = statements.scope();
    Connection connection = statements.connection();
    LocalStatement query =
        LocalStatement.read(copy.query(), statements.permissions(), scope.view());
    if (query.verb() != Verb.SELECT) {
      throw Refusal.of(ProblemKind.SYNTAX, "only the rows of a query go into files");
    }
    statements.rights().check(query);
    List<@Nullable Object> values = parameters.valuesOf(query);
    List<String> casts =
        ParameterCasts.ofArrays(StatementTypes.named(query, parameters.types()));
    Spelling spelling = Spelling.of(query, casts);
    Fetching.ready(connection, query, spelling, casts, values, scope).close();
    String named = "SELECT * FROM (" + spelling.text() + ")";
    return new Source(
        query,
        named,
        FileColumns.ofQuery(connection, named, bound -> Fetching.setAll(bound, query, values)));
  }

  /// Where files go.
  ///
  /// @param name of the only one; empty for names that are made up
  /// @param stem how those begin
  private record Target(FileSource folder, Optional<String> name, String stem) {
    private static final String STEM = "data_";

    /// As in Databend: what stands behind the last slash is the name of a single file; else a
    /// folder, or the beginning of all names when it ends with [#STEM].
    static Target of(FileSource to, boolean single) {
      return switch (to) {
        case FileSource.InStage(var stage, String path) ->
            of(path, 0, single, folder -> new FileSource.InStage(stage, folder));
        case FileSource.At(String uri, var storage) ->
            of(uri, uri.indexOf("://") + 3, single, folder -> new FileSource.At(folder, storage));
        case FileSource.ByPath files -> file(files);
      };
    }

    /// @param start of what can have a name in it: a bucket is none
    private static Target of(
        String path, int start, boolean single, Function<String, FileSource> at) {
      int slash = path.lastIndexOf('/') + 1;
      String last = slash > start || start == 0 ? path.substring(slash) : "";
      FileSource above = at.apply(path.substring(0, path.length() - last.length()));
      if (last.isEmpty()) {
        return new Target(above, Optional.empty(), STEM);
      }
      if (single) {
        return new Target(above, Optional.of(last), "");
      }
      return last.endsWith(STEM)
          ? new Target(above, Optional.empty(), last)
          : new Target(at.apply(path + "/"), Optional.empty(), STEM);
    }

    /// Without a folder a path is that of a bucket, and nothing lists files with hidden names.
    private static Target file(FileSource.ByPath files) {
      int slash = files.path().lastIndexOf('/') + 1;
      String name = files.path().substring(slash);
      if (slash == 0 || name.isEmpty() || name.startsWith("_") || name.startsWith(".")) {
        throw Problem.of(ProblemKind.INVALID_OPTION, "the path ends in no name of a file")
            .withHint("Write bucket/folder/name; names that begin with _ or . are not read.")
            .refusal();
      }
      String folder = files.path().substring(0, slash);
      return new Target(
          new FileSource.ByPath(folder, files.connection(), files.type()),
          Optional.of(name),
          "");
    }

    String named(FileFormat format, String unique, int index) {
      return name.orElseGet(
          () -> FileReading.named(format, "%s%s_%04d".formatted(stem, unique, index)));
    }
  }

  private static void mustBeNew(Place place, String name, ExternalScans scans) {
    boolean isThere =
        scans.await(() -> place.list(scans.deadline())).stream()
            .anyMatch(file -> file.name().equals(name));
    if (isThere) {
      throw Problem.of(
              ProblemKind.ALREADY_EXISTS, "file \"" + name + "\" is there already")
          .withHint("OVERWRITE = true replaces it.")
          .refusal();
    }
  }

  private long copy(Source source, String rows, Path to, String options) throws SQLException {
    String text =
        "COPY (%s) TO %s (%s)".formatted(rows, Database.literal(to.toString()), options);
    try (PreparedStatement prepared = statements.connection().prepareStatement(text)) {
      Fetching.setAll(prepared, source.statement(), parameters.values());
      prepared.execute();
      return Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private static List<Path> files(Path made) {
    try (Stream<Path> found = Files.walk(made)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(List<Path> files) {
    try {
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(
      Place place, List<Path> files, IntFunction<String> names, ExternalScans scans) {
    scans.await(
        () ->
            ManyFiles.each(
                files,
                index -> {
                  place.write(names.apply(index), files.get(index), scans.deadline());
                  return true;
                }));
  }
}
