package io.fairlead.engine.duckdb;

import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Step;
import io.fairlead.model.Pipeline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A batch that is loaded, measured and taken back. What is read comes into a temporary table first, so
/// that reading and writing are told apart; a real batch does both at once where it can, and takes less.
///
/// @param links literals of the paths of its files
record ProfiledBatch(
    Pipeline pipeline, Batch batch, List<String> links, FileStatements work) {

  List<Step> run() throws SQLException {
    Connection connection = work.connection();
    Database.execute(connection, "BEGIN TRANSACTION");
    try {
      PipelineQuery query = PipelineQuery.of(work, pipeline.load());
      Instant started = batch.clock().instant();
      long read = links.isEmpty() ? 0 : read(query);
      Instant parsed = batch.clock().instant();
      long written = links.isEmpty() ? 0 : write(query);
      Instant ended = batch.clock().instant();
      int parts = batch.pieces().size();
      long bytes = batch.pieces().stream().mapToLong(Piece::bytes).sum();
      return List.of(
          new Step("parse", parts, read, bytes, Duration.between(started, parsed)),
          new Step("write", parts, written, 0, Duration.between(parsed, ended)));
    } finally {
      PendingFiles.rollBack(connection);
    }
  }

  private long read(PipelineQuery query) throws SQLException {
    Connection connection = work.connection();
    if (DuckDbBatches.isByRow(pipeline)) {
      long skipped =
          DuckDbBatches.readable(
              batch,
              links,
              query,
              connection,
              new PipelineNotes(connection, pipeline.id().number()));
      return skipped + rows();
    }
    Database.execute(connection, "DROP TABLE IF EXISTS " + Insertion.ROWS);
    Database.execute(
        connection, "CREATE TEMP TABLE fl_new_rows AS SELECT * FROM " + query.source(links));
    return rows();
  }

  private long write(PipelineQuery query) throws SQLException {
    TableKeys keys = TableKeys.of(work.connection(), pipeline.load().table());
    StagedRows rows = new StagedRows(work.connection(), query, keys);
    rows.begin();
    rows.add(0, Insertion.ROWS);
    if (pipeline.load().errors().skipsConstraints() && rows.sift() > 0) {
      rows.forget();
    }
    StagedRows.Counts counts = rows.write();
    return counts.inserted() + counts.updated();
  }

  private long rows() throws SQLException {
    try (Statement statement = work.connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + Insertion.ROWS)) {
      row.next();
      return row.getLong(1);
    }
  }
}
