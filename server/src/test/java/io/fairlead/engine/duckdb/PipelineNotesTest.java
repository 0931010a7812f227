package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Span;
import io.fairlead.model.ObjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept of pipelines beside the tables.
class PipelineNotesTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final Connection connection = memory();

  private static Connection memory() {
    try {
      return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() throws SQLException {
    Database.execute(connection, "ATTACH ':memory:' AS fairlead");
    Loads.prepare(connection);
    PipelineNotes.prepare(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static Batch batch(long number, Piece... pieces) {
    return new Batch(number, Instant.EPOCH, CLOCK, List.of(pieces));
  }

  private static Piece messages(int partition, long from, long next) {
    Span span = new Span(partition, "topic", from, next, 0, 100);
    return new Piece("partition " + partition, Path.of("m"), 1, Optional.of(span));
  }

  private long count(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM fairlead.fl_loads." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void theNewestBatchesAndErrorsAreKept() throws SQLException {
    PipelineNotes notes = new PipelineNotes(connection, 7);
    PipelineNotes.Trouble error =
        new PipelineNotes.Trouble(
            "Error", Problem.of(ProblemKind.DATA_ERROR, "bad"), null, null, "");
    Database.execute(connection, "BEGIN TRANSACTION");
    for (int i = 1; i <= Limits.PIPELINE_NOTES; i++) {
      notes.batch(batch(i), "Failed", 0, 0, 0);
      notes.errors(batch(i), List.of(error));
    }
    Database.execute(connection, "COMMIT");
    assertEquals(Limits.PIPELINE_NOTES, count("pipeline_batches"));
    assertEquals(Limits.PIPELINE_NOTES, count("pipeline_errors"));
    notes.batch(batch(Limits.PIPELINE_NOTES + 1L), "Failed", 0, 0, 0);
    notes.errors(batch(Limits.PIPELINE_NOTES + 1L), List.of(error));
    assertEquals(Limits.PIPELINE_NOTES, count("pipeline_batches"));
    assertEquals(Limits.PIPELINE_NOTES, count("pipeline_errors"));
    assertEquals(Limits.PIPELINE_NOTES + 1L, notes.progress().lastBatch());
  }

  @Test
  void aCursorGoesOnFromWhereItStands() throws SQLException {
    PipelineNotes notes = new PipelineNotes(connection, 7);
    notes.pieces(batch(1, messages(0, 5, 10)), "Loaded");
    notes.pieces(batch(2, messages(0, 10, 20), messages(1, 0, 3)), "Loaded");
    assertEquals(
        Map.of(0, new Cursor("topic", 20), 1, new Cursor("topic", 3)),
        notes.progress().cursors());
    Refusal refused =
        assertThrows(
            Refusal.class, () -> notes.pieces(batch(3, messages(0, 10, 30)), "Loaded"));
    assertEquals(ProblemKind.CONFLICT, refused.problem().kind());
    assertEquals(new Cursor("topic", 20), notes.progress().cursors().get(0));
  }

  @Test
  void howeverManyNamesAreAskedFor() throws SQLException {
    PipelineNotes notes = new PipelineNotes(connection, 7);
    List<String> names = IntStream.range(0, 2001).mapToObj(i -> "f" + i).toList();
    for (String name : List.of("f0", "f999", "f1000", "f2000", "other")) {
      notes.pieces(batch(1, new Piece(name, Path.of("a"), 1, Optional.empty())), "Loaded");
    }
    assertEquals(Set.of("f0", "f999", "f1000", "f2000"), notes.loaded(names));
    assertEquals(Set.of(), notes.loaded(List.of()));
  }

  @Test
  void aFileIsNotedOnce() throws SQLException {
    PipelineNotes notes = new PipelineNotes(connection, 7);
    Piece file = new Piece("a.csv", Path.of("a"), 1, Optional.empty());
    notes.pieces(batch(1, file), "Loaded");
    assertThrows(SQLException.class, () -> notes.pieces(batch(2, file), "Loaded"));
    assertEquals(Set.of("a.csv"), notes.loaded(List.of("a.csv", "it's.csv")));
    new PipelineNotes(connection, 8).pieces(batch(1, file), "Loaded");
    PipelineNotes.keepOnly(connection, () -> Set.of(new ObjectId(8)), "");
    assertEquals(Set.of(), notes.loaded(List.of("a.csv")));
    assertEquals(1, count("pipeline_files"));
  }
}
