package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `COPY INTO location`: the rows of a query as files. They are made here first; each is then written
/// whole.
final class Unloading {
  private static final String MOST_BYTES = "268435456";

  static final List<Column> COLUMNS =
      List.of(
          new Column("rows_unloaded", ColumnType.INT8),
          new Column("input_bytes", ColumnType.INT8),
          new Column("output_bytes", ColumnType.INT8));

  private final FileStatements statements;
  private final Statement.CopyIntoFiles copy;

  Unloading(FileStatements statements, Statement.CopyIntoFiles copy) {
    this.statements = statements;
    this.copy = copy;
  }

  EngineSession.Cursor run() throws SQLException {
    Scope scope = statements.scope();
    ExternalScans scans = scope.external();
    Place place = statements.place(copy.to(), Use.WRITE);
    FileFormat format = statements.format(copy.to(), copy.format());
    LocalStatement query =
        LocalStatement.read(
            "SELECT * FROM " + copy.query(), statements.permissions(), scope.view());
    Spelling spelling = Spelling.of(query);
    Connection connection = statements.connection();
    try (PreparedStatement bound = connection.prepareStatement(spelling.text())) {
      Fetching.bring(
          connection,
          query,
          scope,
          () -> connection.prepareStatement(Fetching.EXPLAIN + spelling.text()));
    }
    List<TableColumn> columns = FileColumns.ofQuery(connection, spelling.text());
    Path made = scans.folder().resolve("unload");
    boolean single = Boolean.parseBoolean(copy.options().getOrDefault("single", "false"));
    String options = FileReading.written(format, columns);
    if (!single) {
      String most = copy.options().getOrDefault("max_file_size", MOST_BYTES);
      options += ", FILE_SIZE_BYTES " + Long.parseLong(most);
    }
    long rows = copy(connection, spelling.text(), made, options);
    long bytes = write(place, format, made, scans);
    return new RowsCursor(
        COLUMNS, List.<@Nullable Object[]>of(new @Nullable Object[] {rows, null, bytes}), "COPY");
  }

  private static long copy(Connection connection, String query, Path to, String options)
      throws SQLException {
    String text =
        "COPY (%s) TO %s (%s)".formatted(query, Database.literal(to.toString()), options);
    try (PreparedStatement prepared = connection.prepareStatement(text)) {
      prepared.execute();
      return Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private static long write(Place place, FileFormat format, Path made, ExternalScans scans) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(made)) {
      found.filter(Files::isRegularFile).sorted().forEach(files::add);
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      String stem = "data_" + UUID.randomUUID();
      scans.await(
          () ->
              ManyFiles.each(
                  files,
                  index -> {
                    String name = FileReading.named(format, "%s_%04d".formatted(stem, index));
                    place.write(name, files.get(index), scans.deadline());
                    return true;
                  }));
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
