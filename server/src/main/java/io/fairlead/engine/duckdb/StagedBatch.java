package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Piece;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A batch whose rows are looked at before they come into their table, piece by piece.
///
/// @param links literals of the paths of its files
/// @param byRow whether rows that cannot be read are left out
record StagedBatch(
    Connection connection,
    Batch batch,
    List<String> links,
    PipelineQuery query,
    PipelineNotes notes,
    boolean byRow) {

  /// What became of its rows.
  record Counts(long inserted, long updated, long skipped) {}

  Counts load(TableKeys keys) throws SQLException {
    StagedRows rows = new StagedRows(connection, query, keys);
    rows.begin();
    long skipped = 0;
    for (int i = 0; i < links.size(); i++) {
      List<String> link = List.of(links.get(i));
      if (byRow) {
        skipped += DuckDbBatches.readable(only(i), link, query, connection, notes);
      }
      rows.add(i, byRow ? Insertion.ROWS : query.source(link));
    }
    if (query.load().errors().skipsConstraints()) {
      skipped += sift(rows);
    }
    StagedRows.Counts written = rows.write();
    rows.end();
    return new Counts(written.inserted(), written.updated(), skipped);
  }

  private Batch only(int piece) {
    return new Batch(
        batch.number(), batch.started(), batch.clock(), List.of(batch.pieces().get(piece)));
  }

  private long sift(StagedRows rows) throws SQLException {
    long broken = rows.sift();
    for (int i = 0; broken > 0 && i < links.size(); i++) {
      Piece piece = batch.pieces().get(i);
      notes.errors(
          batch,
          rows.broken(i).stream()
              .map(
                  row ->
                      new PipelineNotes.Trouble(
                          "Warning",
                          Problem.of(ProblemKind.DATA_ERROR, row.reason()),
                          null,
                          row.text(),
                          piece.name()))
              .toList());
    }
    if (broken > 0) {
      rows.forget();
    }
    return broken;
  }
}
