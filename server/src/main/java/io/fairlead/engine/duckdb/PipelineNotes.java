package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Progress;
import io.fairlead.engine.Batches.Span;
import io.fairlead.engine.Batches.Step;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How far pipelines have come: loaded files, cursors in partitions, batches and errors. Kept beside
/// the tables, as [Loads] is.
record PipelineNotes(Connection connection, long pipeline) {
  private static final String FILES = table("files");
  private static final String CURSORS = table("cursors");
  private static final String BATCHES = table("batches");
  private static final String ERRORS = table("errors");
  private static final String STEPS = table("steps");
  private static final String TABLES = table("tables");
  private static final String OURS = " WHERE pipeline = $1";

  /// Of one question.
  private static final int NAMES = 1000;

  /// One row for whoever looks for what went wrong.
  record Trouble(
      String type, Problem why, @Nullable Long line, @Nullable String text, String partition) {}

  private static String table(String name) {
    return Name.DATABASE + "." + Loads.SCHEMA + ".pipeline_" + name;
  }

  /// When the database opens, after [Loads#prepare].
  static void prepare(Connection connection) throws SQLException {
    String create = "CREATE TABLE IF NOT EXISTS ";
    Database.execute(
        connection,
        create
            + FILES
            + " (pipeline BIGINT, name VARCHAR, bytes BIGINT, state VARCHAR, batch BIGINT,"
            + " PRIMARY KEY (pipeline, name))");
    Database.execute(
        connection,
        create
            + CURSORS
            + " (pipeline BIGINT, part INTEGER, topic VARCHAR, earliest BIGINT, latest BIGINT,"
            + " next_offset BIGINT, updated BIGINT)");
    Database.execute(
        connection,
        create
            + BATCHES
            + " (pipeline BIGINT, batch BIGINT, state VARCHAR, started BIGINT, seconds DOUBLE,"
            + " row_count BIGINT, skipped BIGINT, bytes BIGINT, parts BIGINT)");
    Database.execute(
        connection,
        "ALTER TABLE " + BATCHES + " ADD COLUMN IF NOT EXISTS updated BIGINT DEFAULT 0");
    Database.execute(
        connection,
        create
            + ERRORS
            + " (pipeline BIGINT, batch BIGINT, happened BIGINT, error_type VARCHAR, code BIGINT,"
            + " error_kind VARCHAR, message VARCHAR, line_number BIGINT, line VARCHAR,"
            + " part VARCHAR)");
    Database.execute(
        connection,
        create
            + STEPS
            + " (pipeline BIGINT, place INTEGER, name VARCHAR, parts BIGINT, row_count BIGINT,"
            + " bytes BIGINT, micros BIGINT)");
    Database.execute(
        connection,
        create
            + TABLES
            + " (pipeline BIGINT PRIMARY KEY, schema_name VARCHAR, name VARCHAR, catalog VARCHAR)");
  }

  /// Whether the pipeline has had its own table made.
  boolean hasTable() throws SQLException {
    boolean[] found = new boolean[1];
    query("SELECT 1 FROM " + TABLES + OURS, _ -> found[0] = true);
    return found[0];
  }

  /// @param catalog the id of the catalog in which the pipeline is
  void table(Name table, String catalog) throws SQLException {
    update(
        "INSERT INTO " + TABLES + " VALUES ($1, $2, $3, $4)",
        table.schema(),
        table.object(),
        catalog);
  }

  Progress progress() throws SQLException {
    long[] last = new long[1];
    query("SELECT coalesce(max(batch), 0) FROM " + BATCHES + OURS, row -> last[0] = row.getLong(1));
    return new Progress(last[0], cursors());
  }

  private Map<Integer, Cursor> cursors() throws SQLException {
    Map<Integer, Cursor> cursors = new HashMap<>();
    query(
        "SELECT part, topic, next_offset FROM " + CURSORS + OURS,
        row -> cursors.put(row.getInt(1), new Cursor(row.getString(2), row.getLong(3))));
    return cursors;
  }

  /// All names that are noted.
  Set<String> loaded() throws SQLException {
    Set<String> found = new HashSet<>();
    query("SELECT name FROM " + FILES + OURS, row -> found.add(row.getString(1)));
    return found;
  }

  /// Those of the names that are noted.
  Set<String> loaded(List<String> names) throws SQLException {
    Set<String> found = new HashSet<>();
    for (int from = 0; from < names.size(); from += NAMES) {
      String some =
          names.subList(from, Math.min(from + NAMES, names.size())).stream()
              .map(Database::literal)
              .collect(Collectors.joining(", "));
      query(
          "SELECT name FROM %s WHERE name IN (%s) AND pipeline = $1".formatted(FILES, some),
          row -> found.add(row.getString(1)));
    }
    return found;
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void query(String select, Row each) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(select)) {
      statement.setLong(1, pipeline);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          each.take(rows);
        }
      }
    }
  }

  /// Files are noted and cursors go on. Fails when somebody else has noted the same.
  ///
  /// @param state of files
  void pieces(Batch batch, String state) throws SQLException {
    long now = batch.clock().instant().toEpochMilli();
    Map<Integer, Cursor> cursors = cursors();
    for (Piece piece : batch.pieces()) {
      if (piece.span().isEmpty()) {
        update(
            "INSERT INTO " + FILES + " VALUES ($1, $2, $3, $4, $5)",
            piece.name(),
            piece.bytes(),
            state,
            batch.number());
        continue;
      }
      Span span = piece.span().get();
      mustStandAt(span, cursors.get(span.partition()));
      update(
          "DELETE FROM " + CURSORS + " WHERE pipeline = $1 AND part = $2", span.partition());
      update(
          "INSERT INTO " + CURSORS + " VALUES ($1, $2, $3, $4, $5, $6, $7)",
          span.partition(),
          span.topic(),
          span.earliest(),
          span.latest(),
          span.next(),
          now);
    }
  }

  /// A cursor that was moved meanwhile is not moved back.
  private static void mustStandAt(Span span, @Nullable Cursor cursor) {
    if (cursor != null && cursor.next() != span.from()) {
      throw Refusal.of(
          ProblemKind.CONFLICT, "the offsets of the pipeline were changed meanwhile");
    }
  }

  void setCursor(int partition, Cursor cursor, long at) throws SQLException {
    update("DELETE FROM " + CURSORS + " WHERE pipeline = $1 AND part = $2", partition);
    update(
        "INSERT INTO " + CURSORS + " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        partition,
        cursor.topic(),
        cursor.next(),
        cursor.next(),
        cursor.next(),
        at);
  }

  /// @param rows that came into the table
  /// @param updated rows that were there already
  void batch(Batch batch, String state, long rows, long updated, long skipped)
      throws SQLException {
    Instant now = batch.clock().instant();
    update("DELETE FROM " + BATCHES + " WHERE pipeline = $1 AND batch = $2", batch.number());
    update(
        "INSERT INTO " + BATCHES + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        batch.number(),
        state,
        batch.started().toEpochMilli(),
        Duration.between(batch.started(), now).toMillis() / 1000.0,
        rows,
        skipped,
        batch.pieces().stream().mapToLong(Piece::bytes).sum(),
        batch.pieces().size(),
        updated);
    long oldest = batch.number() - Limits.PIPELINE_NOTES;
    if (oldest > 0) {
      update("DELETE FROM " + BATCHES + " WHERE pipeline = $1 AND batch <= $2", oldest);
      update("DELETE FROM " + ERRORS + " WHERE pipeline = $1 AND batch <= $2", oldest);
    }
  }

  void errors(Batch batch, List<Trouble> errors) throws SQLException {
    long now = batch.clock().instant().toEpochMilli();
    for (Trouble error : errors) {
      String text = error.text();
      update(
          "INSERT INTO " + ERRORS + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
          batch.number(),
          now,
          error.type(),
          error.why().kind().mysqlNumber(),
          error.why().kind().name(),
          error.why().message(),
          error.line(),
          text == null || text.length() <= Limits.REJECTED_ROW_CHARACTERS
              ? text
              : text.substring(0, Limits.REJECTED_ROW_CHARACTERS),
          error.partition());
    }
    trimErrors();
  }

  private void trimErrors() throws SQLException {
    update(
        """
        DELETE FROM %1$s WHERE pipeline = $1 AND rowid <=
          (SELECT rowid FROM %1$s WHERE pipeline = $1 ORDER BY rowid DESC LIMIT 1 OFFSET %2$d)
        """
            .formatted(ERRORS, Limits.PIPELINE_NOTES));
  }

  boolean forgetFile(String name) throws SQLException {
    return update("DELETE FROM " + FILES + " WHERE pipeline = $1 AND name = $2", name) > 0;
  }

  boolean forgetPartition(int number) throws SQLException {
    return update("DELETE FROM " + CURSORS + " WHERE pipeline = $1 AND part = $2", number) > 0;
  }

  void clearErrors() throws SQLException {
    update("DELETE FROM " + ERRORS + " WHERE pipeline = $1");
  }

  /// In the place of those before.
  void profile(List<Step> steps) throws SQLException {
    update("DELETE FROM " + STEPS + " WHERE pipeline = $1");
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      update(
          "INSERT INTO " + STEPS + " VALUES ($1, $2, $3, $4, $5, $6, $7)",
          i,
          step.name(),
          step.parts(),
          step.rows(),
          step.bytes(),
          step.time().toNanos() / 1000);
    }
  }

  List<Step> profile() throws SQLException {
    Map<Integer, Step> steps = new TreeMap<>();
    query(
        "SELECT place, name, parts, row_count, bytes, micros FROM " + STEPS + OURS,
        row ->
            steps.put(
                row.getInt(1),
                new Step(
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    Duration.of(row.getLong(6), ChronoUnit.MICROS))));
    return List.copyOf(steps.values());
  }

  /// @param catalog the id of the catalog whose pipelines these are: tables of another one's stay
  static void keepOnly(
      Connection connection, Supplier<Set<ObjectId>> pipelines, String catalog)
      throws SQLException {
    Set<Long> gone = noted(connection);
    pipelines.get().forEach(kept -> gone.remove(kept.number()));
    if (gone.isEmpty()) {
      return;
    }
    String numbers = gone.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String others = " WHERE pipeline IN (" + numbers + ")";
    String ours = others + " AND catalog = " + Database.literal(catalog);
    for (Name table : tables(connection, ours)) {
      Database.execute(connection, "DROP TABLE IF EXISTS " + ExternalViews.qualified(table));
    }
    Database.execute(connection, "DELETE FROM " + TABLES + ours);
    for (String table : List.of(FILES, CURSORS, BATCHES, ERRORS, STEPS)) {
      Database.execute(connection, "DELETE FROM " + table + others);
    }
  }

  /// The pipelines of which there is a note.
  private static Set<Long> noted(Connection connection) throws SQLException {
    String all =
        Stream.of(FILES, CURSORS, BATCHES, ERRORS, STEPS, TABLES)
            .map(table -> "SELECT pipeline FROM " + table)
            .collect(Collectors.joining(" UNION "));
    Set<Long> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(all)) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
    }
    return found;
  }

  private static List<Name> tables(Connection connection, String condition) throws SQLException {
    List<Name> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT schema_name, name FROM " + TABLES + condition)) {
      while (rows.next()) {
        found.add(new Name(rows.getString(1), rows.getString(2)));
      }
    }
    return found;
  }

  /// @param values behind the pipeline's number, which is the first
  private long update(String text, @Nullable Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(text)) {
      update.setLong(1, pipeline);
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 2, values[i]);
      }
      update.execute();
      return update.getLargeUpdateCount();
    }
  }
}
