package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Name;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineTable;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Batches of pipelines in DuckDB, on a session of their own.
final class DuckDbBatches implements Batches {
  /// Where DuckDB says in which line something is wrong; of CSV, and of JSON.
  private static final Pattern LINE =
      Pattern.compile("on Line: (\\d+)|in record/value (\\d+)|line (\\d+)");

  /// Names of the links below, as far as messages show them.
  private static final Pattern LINK = Pattern.compile("/piece-(\\d+)\\.");

  private static final String IGNORE = "INSERT OR IGNORE";

  private final DuckDbSession session;
  private final ExternalViews views;
  private final String catalog;
  private final Lock making;
  private @Nullable Path folder;

  /// @param catalog the id of the catalog in which the pipelines are
  /// @param making of all batches: two that make or drop one table at a time would fail
  DuckDbBatches(DuckDbSession session, ExternalViews views, String catalog, Lock making) {
    this.session = session;
    this.views = views;
    this.catalog = catalog;
    this.making = making;
  }

  @Override
  public Path folder() {
    Path made = folder;
    if (made == null) {
      made = views.folder().open();
      folder = made;
    }
    return made;
  }

  /// Work in one transaction.
  private interface Work<T> {
    T run(FileStatements work, PipelineNotes notes) throws SQLException;
  }

  private <T> T transaction(Pipeline pipeline, View view, Work<T> work) {
    // DuckDB makes its folder when the database opens, which the first call does.
    return transaction(
        view,
        statements ->
            work.run(
                statements,
                new PipelineNotes(statements.connection(), pipeline.id().number())));
  }

  private <T> T transaction(View view, FileStatements.Work<T> work) {
    return session.onFiles(
        view,
        statements -> {
          Connection connection = statements.connection();
          Database.execute(connection, "BEGIN TRANSACTION");
          boolean committed = false;
          try {
            T result = work.run(statements);
            Database.execute(connection, "COMMIT");
            committed = true;
            return result;
          } finally {
            if (!committed) {
              PendingFiles.rollBack(connection);
            }
          }
        });
  }

  @Override
  public Progress progress(Pipeline pipeline, View view) {
    return transaction(pipeline, view, (_, notes) -> notes.progress());
  }

  @Override
  public Set<String> loaded(Pipeline pipeline, List<String> files, View view) {
    return transaction(pipeline, view, (_, notes) -> notes.loaded(files));
  }

  @Override
  public Set<String> allLoaded(Pipeline pipeline, View view) {
    return transaction(pipeline, view, (_, notes) -> notes.loaded());
  }

  @Override
  public boolean begin(Pipeline pipeline, View view) {
    PipelineTable own = pipeline.own().orElseThrow();
    making.lock();
    try {
      return transaction(
          pipeline,
          view,
          (work, notes) -> {
            if (notes.hasTable()) {
              return false;
            }
            Database.execute(work.connection(), create(pipeline.load().table(), own));
            notes.table(pipeline.load().table(), catalog);
            for (Map.Entry<Integer, Long> start : own.start().entrySet()) {
              notes.setCursor(start.getKey(), new Cursor("", start.getValue()), 0);
            }
            return true;
          });
    } finally {
      making.unlock();
    }
  }

  private static String create(Name table, PipelineTable own) {
    return own.columns().stream()
        .map(column -> Database.quoted(column.name()) + " " + column.type())
        .collect(
            Collectors.joining(
                ", ", "CREATE TABLE " + ExternalViews.qualified(table) + " (", ")"));
  }

  @Override
  public Outcome load(Pipeline pipeline, Batch batch, View view) {
    List<String> links = links(pipeline, batch);
    Failure[] failure = new Failure[1];
    try {
      return transaction(
          pipeline,
          view,
          (work, notes) -> {
            try {
              return load(pipeline, batch, links, work, notes);
            } catch (SQLException refused) {
              failure[0] = Failure.of(batch, String.valueOf(refused.getMessage()));
              throw refused;
            }
          });
    } catch (Refusal refused) {
      Problem why = refused.problem();
      if (why.kind() == ProblemKind.CANCELLED
          || why.kind() == ProblemKind.STOPPING
          || why.kind() == ProblemKind.BUSY) {
        throw refused;
      }
      Failure found = failure[0] == null ? new Failure(-1, null) : failure[0];
      Problem told = found.told(batch, why);
      failed(pipeline, batch, told, found, view);
      return new Outcome.Failed(told, found.piece());
    }
  }

  /// Where something is wrong.
  ///
  /// @param piece -1 when it cannot be told
  private record Failure(int piece, @Nullable Long line) {
    static Failure of(Batch batch, String message) {
      Matcher link = LINK.matcher(message);
      Matcher line = LINE.matcher(message);
      int piece = link.find() ? Integer.parseInt(link.group(1)) : -1;
      if (piece < 0 && batch.pieces().size() == 1) {
        piece = 0;
      }
      Long at = null;
      if (line.find()) {
        for (int group = 1; group <= line.groupCount(); group++) {
          at = line.group(group) == null ? at : Long.valueOf(line.group(group));
        }
      }
      return new Failure(piece < batch.pieces().size() ? piece : -1, at);
    }

    Problem told(Batch batch, Problem why) {
      String where =
          (piece < 0 ? "" : "\"" + batch.pieces().get(piece).name() + "\"")
              + (line == null ? "" : (piece < 0 ? "" : ", ") + "line " + line);
      return where.isEmpty() ? why : why.withMessage(where + ": " + why.message());
    }
  }

  private static Outcome load(
      Pipeline pipeline,
      Batch batch,
      List<String> links,
      FileStatements work,
      PipelineNotes notes)
      throws SQLException {
    Connection connection = work.connection();
    PipelineQuery query = PipelineQuery.of(work, pipeline.load());
    boolean byRow = isByRow(pipeline);
    TableKeys keys = TableKeys.of(connection, pipeline.load().table());
    if (StagedRows.isNeeded(query, keys)) {
      StagedBatch.Counts counts =
          new StagedBatch(connection, batch, links, query, notes, byRow).load(keys);
      notes.pieces(batch, "Loaded");
      notes.batch(batch, "Succeeded", counts.inserted(), counts.updated(), counts.skipped());
      return new Outcome.Loaded(counts.inserted() + counts.updated(), counts.skipped());
    }
    long skipped = 0;
    String source = query.source(links);
    if (byRow) {
      source = Insertion.ROWS;
      skipped = readable(batch, links, query, connection, notes);
    }
    long rows = 0;
    if (!links.isEmpty()) {
      String how = keys.any() && pipeline.load().errors().skipsDuplicates() ? IGNORE : "INSERT";
      String text = query.insert(how, query.select(source));
      try (PreparedStatement insert = connection.prepareStatement(text)) {
        insert.execute();
        rows = Math.max(0, insert.getLargeUpdateCount());
      }
    }
    if (byRow) {
      Database.execute(connection, "DROP TABLE IF EXISTS " + Insertion.ROWS);
    }
    notes.pieces(batch, "Loaded");
    notes.batch(batch, "Succeeded", rows, 0, skipped);
    return new Outcome.Loaded(rows, skipped);
  }

  /// Whether rows that cannot be read are left out, which are found one by one.
  static boolean isByRow(Pipeline pipeline) {
    return pipeline.load().errors().skipsUnreadable()
        && !FileReading.isParquet(pipeline.load().format());
  }

  /// Brings the rows that can be read into a temporary table, and notes the others.
  static long readable(
      Batch batch,
      List<String> links,
      PipelineQuery query,
      Connection connection,
      PipelineNotes notes)
      throws SQLException {
    FileFormat format = FileReading.brought(query.load().format());
    Database.execute(connection, "DROP TABLE IF EXISTS " + Insertion.ROWS);
    String columns =
        query.read().stream()
            .map(column -> Database.quoted(column.name()) + " " + column.type())
            .collect(Collectors.joining(", "));
    Database.execute(connection, "CREATE TEMP TABLE fl_new_rows (" + columns + ")");
    List<TableColumn> read = query.read();
    long skipped = 0;
    for (int i = 0; i < links.size(); i++) {
      String name = batch.pieces().get(i).name();
      RowErrors.Found found =
          new RowErrors(connection, format, read, Limits.REJECTED_ROWS).load(links.get(i));
      skipped += found.errors();
      notes.errors(
          batch,
          found.rejected().stream()
              .map(
                  row ->
                      new PipelineNotes.Trouble(
                          "Warning",
                          Problem.of(ProblemKind.DATA_ERROR, row.reason()),
                          row.line(),
                          row.text(),
                          name))
              .toList());
    }
    return skipped;
  }

  /// Hard links that the engine may read, under names that say nothing, as literals.
  private List<String> links(Pipeline pipeline, Batch batch) {
    List<String> links = new ArrayList<>();
    for (int i = 0; i < batch.pieces().size(); i++) {
      Piece piece = batch.pieces().get(i);
      String ending = FileReading.ending(
              FileReading.brought(pipeline.load().format()), piece.name());
      Path link = folder().resolve("piece-" + i + ending);
      try {
        Files.deleteIfExists(link);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      links.add(
          Database.literal(
              ScanFolder.link(folder(), "piece-" + i + ending, piece.content()).toString()));
    }
    return links;
  }

  private void failed(Pipeline pipeline, Batch batch, Problem why, Failure at, View view) {
    String partition = at.piece() < 0 ? "" : batch.pieces().get(at.piece()).name();
    transaction(
        pipeline,
        view,
        (_, notes) -> {
          notes.batch(batch, "Failed", 0, 0, 0);
          notes.errors(
              batch,
              List.of(new PipelineNotes.Trouble("Error", why, at.line(), null, partition)));
          return true;
        });
  }

  @Override
  public void failed(Pipeline pipeline, Batch batch, Problem why, View view) {
    failed(pipeline, batch, why, new Failure(-1, null), view);
  }

  @Override
  public void skip(Pipeline pipeline, Batch batch, View view) {
    transaction(
        pipeline,
        view,
        (_, notes) -> {
          notes.pieces(batch, "Skipped");
          notes.batch(batch, "Skipped", 0, 0, 0);
          return true;
        });
  }

  @Override
  public Reply preview(Pipeline pipeline, Batch batch, int most, View view) {
    List<String> links = links(pipeline, batch);
    return session.onFiles(
        view,
        work -> {
          PipelineQuery query = PipelineQuery.of(work, pipeline.load());
          List<@Nullable Object[]> rows = new ArrayList<>();
          if (!links.isEmpty()) {
            String select =
                "SELECT to_json(x)::VARCHAR FROM ("
                    + query.select(query.source(links))
                    + " LIMIT "
                    + most
                    + ") x";
            try (Statement statement = work.connection().createStatement();
                ResultSet found = statement.executeQuery(select)) {
              while (found.next()) {
                rows.add(new Object[] {found.getString(1)});
              }
            }
          }
          return Reply.rows(List.of(Column.text("row")), rows);
        });
  }

  @Override
  public List<Step> profile(Pipeline pipeline, Batch batch, List<Step> before, View view) {
    List<String> links = links(pipeline, batch);
    Failure[] failure = new Failure[1];
    List<Step> steps = new ArrayList<>(before);
    try {
      steps.addAll(
          session.onFiles(
              view,
              work -> {
                try {
                  return new ProfiledBatch(pipeline, batch, links, work).run();
                } catch (SQLException refused) {
                  failure[0] = Failure.of(batch, String.valueOf(refused.getMessage()));
                  throw refused;
                }
              }));
    } catch (Refusal refused) {
      throw failure[0] == null ? refused : failure[0].told(batch, refused.problem()).refusal();
    }
    transaction(
        pipeline,
        view,
        (_, notes) -> {
          notes.profile(steps);
          return true;
        });
    return steps;
  }

  @Override
  public List<Step> lastProfile(Pipeline pipeline, View view) {
    return transaction(pipeline, view, (_, notes) -> notes.profile());
  }

  @Override
  public void clearErrors(Pipeline pipeline, View view) {
    transaction(
        pipeline,
        view,
        (_, notes) -> {
          notes.clearErrors();
          return true;
        });
  }

  @Override
  public void setCursors(Pipeline pipeline, Map<Integer, Cursor> cursors, View view) {
    transaction(
        pipeline,
        view,
        (_, notes) -> {
          for (Map.Entry<Integer, Cursor> cursor : cursors.entrySet()) {
            notes.setCursor(cursor.getKey(), cursor.getValue(), 0);
          }
          return true;
        });
  }

  @Override
  public int forgetFiles(Pipeline pipeline, Set<String> files, View view) {
    return transaction(
        pipeline,
        view,
        (_, notes) -> {
          int known = 0;
          for (String file : files) {
            known += notes.forgetFile(file) ? 1 : 0;
          }
          return known;
        });
  }

  @Override
  public int forgetPartitions(Pipeline pipeline, Set<Integer> partitions, View view) {
    return transaction(
        pipeline,
        view,
        (_, notes) -> {
          int known = 0;
          for (int partition : partitions) {
            known += notes.forgetPartition(partition) ? 1 : 0;
          }
          return known;
        });
  }

  @Override
  public void keepOnly(Supplier<Set<ObjectId>> pipelines, View view) {
    making.lock();
    try {
      boolean _ =
          transaction(
              view,
              work -> {
                PipelineNotes.keepOnly(work.connection(), pipelines, catalog);
                return true;
              });
    } finally {
      making.unlock();
    }
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
    Path used = folder;
    if (used != null) {
      ScanFolder.delete(used);
    }
  }
}
