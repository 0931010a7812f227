package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.StagedFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Files that a query names, as temporary views that live as long as the statement. CSV has columns
/// by their places, as text; NDJSON has whole rows; Parquet has the columns of its first file.
final class Staging {
  private static final String NAME = "fl_staged_";

  private Staging() {}

  /// The view of the files that stand in this place of the statement.
  static String view(int index) {
    return "temp.main." + NAME + (index + 1);
  }

  /// Before a statement is prepared: authorises, and finds out which files there are.
  static void begin(LocalStatement statement, FileStatements work) throws SQLException {
    List<Place> places = new ArrayList<>();
    List<FileFormat> formats = new ArrayList<>();
    for (StagedFiles some : statement.staged()) {
      places.add(work.place(some.files(), Use.READ));
      formats.add(work.format(some.files(), some.format()));
    }
    mustSuit(statement, formats);
    for (int i = 0; i < formats.size(); i++) {
      open(work, statement.staged().get(i), places.get(i), formats.get(i), i);
    }
  }

  /// Refuses columns by place of Parquet, which has names, and parts of what has none.
  static void mustSuit(LocalStatement statement, List<FileFormat> formats) {
    if (formats.isEmpty()) {
      return;
    }
    for (Token token : ColumnPlaces.of(statement)) {
      if (formats.stream().allMatch(FileReading::isParquet)) {
        throw Problem.of(
                ProblemKind.NOT_SUPPORTED, "columns of Parquet files are read by their names")
            .at(token.start() + 1)
            .refusal();
      }
    }
    boolean hasRows =
        formats.stream().anyMatch(format -> format.name().equals(FileFormat.NDJSON));
    for (Token token : ColumnPlaces.ofParts(statement)) {
      if (!hasRows) {
        throw Problem.of(ProblemKind.NOT_SUPPORTED, "only rows of NDJSON files have parts")
            .at(token.start() + 1)
            .refusal();
      }
    }
  }

  private static void open(
      FileStatements work, StagedFiles staged, Place place, FileFormat format, int index)
      throws SQLException {
    ExternalScans scans = work.scope().external();
    List<RemoteFile> files =
        work.files(place, staged.pattern()).stream()
            .filter(file -> staged.names().isEmpty() || staged.names().contains(file.name()))
            .filter(file -> file.bytes() > 0)
            .toList();
    if (files.isEmpty()) {
      throw Problem.of(ProblemKind.DATA_ERROR, "there are no files to read")
          .withHint(
              staged.files() instanceof FileSource.At
                  ? "A location is a folder; FILES => ('name') names files in it."
                  : null)
          .refusal();
    }
    Path folder = ScanFolder.inside(scans.folder(), NAME + index);
    FileReading.mustBeKnown(format);
    ExternalRead read =
        scans.await(
            () ->
                ExternalRead.open(
                    "the location", format, List.of(), place, files, folder, scans.deadline()));
    if (format.name().equals(FileFormat.CSV)) {
      scans.fetch(read, read.first());
    }
    String query = query(work.connection(), format, read.links());
    Database.execute(
        work.connection(), "CREATE OR REPLACE TEMP VIEW " + NAME + (index + 1) + " AS " + query);
    scans.add(read.withColumns(FileColumns.ofQuery(work.connection(), query)));
  }

  /// The view of one file that is here, in the place of all that a statement names.
  static void define(Connection connection, FileFormat format, Path file) throws SQLException {
    Database.execute(
        connection,
        "CREATE OR REPLACE TEMP VIEW "
            + NAME
            + "1 AS "
            + query(connection, format, List.of(file)));
  }

  private static String query(Connection connection, FileFormat format, List<Path> files)
      throws SQLException {
    String paths =
        files.stream()
            .map(file -> Database.literal(file.toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    return switch (format.name()) {
      case FileFormat.CSV -> {
        int width =
            FileColumns.ofQuery(
                    connection, "SELECT * FROM " + FileReading.places(format, files.getFirst()))
                .size();
        List<TableColumn> columns = new ArrayList<>();
        for (int place = 1; place <= width; place++) {
          columns.add(
              new TableColumn(ColumnPlaces.name(place), "VARCHAR", true, Optional.empty()));
        }
        yield "SELECT * FROM " + FileReading.source(format, columns, paths);
      }
      case FileFormat.NDJSON ->
          "SELECT json AS %s FROM read_ndjson_objects(%s)"
              .formatted(Database.quoted(ColumnPlaces.name(1)), paths);
      default -> "SELECT * FROM " + FileReading.source(format, List.of(), paths);
    };
  }

  /// Whatever became of the statement.
  static void end(LocalStatement statement, Connection connection) {
    end(statement.staged().size(), connection);
  }

  static void end(int views, Connection connection) {
    for (int i = 0; i < views; i++) {
      try {
        Database.execute(connection, "DROP VIEW IF EXISTS " + view(i));
      } catch (SQLException e) {
        // In a failed transaction the view goes with it.
      }
    }
  }
}
