package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.catalog.Resolution;
import io.fairlead.catalog.Store;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What both databases have in common: one connection that writes, one for short reads from any
/// thread, and one more for each read of everything, so that it holds nobody up.
abstract class JdbcStore implements Store {
  /// The places of an object's versions, newest first.
  private static final String LINE =
      "WITH RECURSIVE line (place) AS (SELECT place FROM object WHERE id = ? UNION ALL"
          + " SELECT b.previous_place FROM history b JOIN line ON b.place = line.place"
          + " WHERE b.previous_place IS NOT NULL) SELECT place FROM line";

  private static final int ROWS_AT_ONCE = 1000;

  private final Tables tables;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable Writer writer;
  private @Nullable Connection reader;

  JdbcStore(Tables tables) {
    this.tables = tables;
  }

  /// A connection without autocommit.
  abstract Connection connectToWrite() throws SQLException;

  /// A connection with autocommit that cannot write.
  abstract Connection connectToRead() throws SQLException;

  /// True when the failure says that there was no space, and so that nothing was written.
  abstract boolean isFull(SQLException failure);

  /// True when the failure says that the connection is gone.
  abstract boolean isLost(SQLException failure);

  /// The failure in words that hold nothing of what was written or of how we signed in.
  abstract String describe(SQLException failure);

  private interface Writing {
    void with(Writer writer) throws SQLException, HeadMoved;
  }

  private interface Reading<R> {
    R with(Connection connection) throws SQLException;
  }

  @Override
  public void append(long expected, List<Commit> commits, long nextId, List<Material> material)
      throws HeadMoved, StoreFull {
    long sequence = expected;
    for (Commit commit : commits) {
      sequence++;
      int changes = commit.changes().size();
      if (commit.sequence() != sequence || changes == 0 || changes > HistoryRow.MOST_CHANGES) {
        throw new IllegalArgumentException("commits follow each other, and each changes something");
      }
    }
    write(opened -> opened.append(expected, commits, nextId, material));
  }

  @Override
  public void removeMaterial(List<String> keys) throws StoreFull {
    if (!keys.isEmpty()) {
      writeWithoutHead(opened -> opened.removeMaterial(keys));
    }
  }

  @Override
  public void keepNote(String name, byte[] value) throws StoreFull {
    writeWithoutHead(opened -> opened.keepNote(name, value));
  }

  private void writeWithoutHead(Writing work) throws StoreFull {
    try {
      write(work);
    } catch (HeadMoved e) {
      throw new IllegalStateException("this write does not look at the head", e);
    }
  }

  /// One transaction. A connection that was lost before the commit was sent is made again once;
  /// from then on nobody can say what is durable.
  private void write(Writing work) throws HeadMoved, StoreFull {
    writing.lock();
    try {
      for (boolean again = true; ; again = false) {
        boolean committing = false;
        try {
          Writer opened = writer();
          work.with(opened);
          committing = true;
          opened.commit();
          return;
        } catch (HeadMoved e) {
          dropWriter();
          throw e;
        } catch (SQLException e) {
          dropWriter();
          if (isFull(e)) {
            throw new StoreFull(e);
          }
          if (committing || !again || !isLost(e)) {
            throw new StoreBroken("the catalog could not be written: " + describe(e), e);
          }
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private Writer writer() throws SQLException {
    Writer opened = writer;
    if (opened == null) {
      opened = new Writer(connectToWrite(), tables);
      writer = opened;
    }
    return opened;
  }

  private void dropWriter() {
    Writer opened = writer;
    writer = null;
    if (opened == null) {
      return;
    }
    try (opened) {
      opened.rollback();
    } catch (SQLException e) {
      // The failure that made us drop it is the one to tell.
    }
  }

  @Override
  public Head head() {
    return read(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT c.id, h.sequence, h.next_id FROM head h CROSS JOIN catalog c");
              ResultSet row = select.executeQuery()) {
            if (!row.next()) {
              throw unusable("the catalog has no head");
            }
            return new Head(row.getString(1), row.getLong(2), row.getLong(3));
          }
        });
  }

  @Override
  public List<Commit> commitsAfter(long sequence, int most) {
    return read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + HistoryRow.COLUMNS
                      + " FROM history WHERE place >= ? AND place < ? ORDER BY place")) {
            select.setLong(1, HistoryRow.place(sequence + 1));
            select.setLong(2, HistoryRow.place(sequence + most + 1));
            try (ResultSet rows = select.executeQuery()) {
              return commits(rows);
            }
          }
        });
  }

  private static List<Commit> commits(ResultSet rows) throws SQLException {
    List<Commit> found = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    HistoryRow last = null;
    while (rows.next()) {
      HistoryRow row = HistoryRow.read(rows);
      if (last != null && last.sequence() != row.sequence()) {
        found.add(commit(last, changes, statements));
        changes.clear();
        statements.clear();
      }
      changes.add(row.change());
      statements.add(row.statement());
      last = row;
    }
    if (last != null) {
      found.add(commit(last, changes, statements));
    }
    return found;
  }

  private static Commit commit(HistoryRow row, List<Change> changes, List<String> statements) {
    boolean one = statements.stream().distinct().count() == 1;
    return new Commit(
        row.sequence(),
        row.touch(),
        row.dialect(),
        row.statement(),
        changes,
        one ? List.of() : statements);
  }

  @Override
  public List<Entry> history(ObjectId id, int most) {
    return entries(id, "place < ?", Long.MAX_VALUE, most);
  }

  @Override
  public Optional<Entry> version(ObjectId id, int version) {
    return entries(id, "version = ?", version, 1).stream().findFirst();
  }

  @Override
  public Optional<Entry> asOf(ObjectId id, long sequence) {
    return entries(id, "place < ?", HistoryRow.place(sequence + 1), 1).stream().findFirst();
  }

  /// Newest first.
  private List<Entry> entries(ObjectId id, String condition, long bound, int most) {
    return read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + HistoryRow.COLUMNS
                      + " FROM history WHERE place IN ("
                      + LINE
                      + ") AND "
                      + condition
                      + " ORDER BY place DESC LIMIT ?")) {
            select.setLong(1, id.number());
            select.setLong(2, bound);
            select.setInt(3, most);
            List<Entry> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(HistoryRow.read(rows).entry());
              }
            }
            return found;
          }
        });
  }

  @Override
  public List<Event> events(long after, long upTo, int most) {
    return read(connection -> AuditRows.events(connection, after, upTo, most));
  }

  @Override
  public List<KeptRefusal> refused(long after, int most) {
    return read(connection -> AuditRows.refused(connection, after, most));
  }

  @Override
  public void keepRefused(List<RefusedAttempt> attempts) throws StoreFull {
    if (!attempts.isEmpty()) {
      writeWithoutHead(opened -> opened.keepRefused(attempts));
    }
  }

  @Override
  public List<KeptResolution> resolutions(long after, int most) {
    return read(connection -> ResolutionRows.read(connection, after, most));
  }

  @Override
  public void keepResolutions(List<Resolution> resolutions) throws StoreFull {
    if (!resolutions.isEmpty()) {
      writeWithoutHead(opened -> opened.keepResolutions(resolutions));
    }
  }

  @Override
  public Optional<byte[]> material(String key) {
    return bytes("SELECT sealed FROM secret_material WHERE material_key = ?", key);
  }

  @Override
  public Optional<byte[]> note(String name) {
    return bytes("SELECT value FROM note WHERE name = ?", name);
  }

  private Optional<byte[]> bytes(String query, String key) {
    return read(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public void load(Consumer<CatalogObject> consumer) {
    stream(
        connection -> {
          each(
              connection,
              "SELECT h.state FROM object o JOIN history h ON h.place = o.place"
                  + " WHERE h.state IS NOT NULL",
              row -> consumer.accept(ObjectCodec.read(row.getString(1))));
          return true;
        });
  }

  @Override
  public void materialKeys(Consumer<String> consumer) {
    stream(
        connection -> {
          each(
              connection,
              "SELECT material_key FROM secret_material",
              row -> consumer.accept(row.getString(1)));
          return true;
        });
  }

  @Override
  public Optional<Long> verifyHistory() {
    return stream(
        connection -> {
          Chain chain = new Chain();
          each(
              connection,
              "SELECT " + HistoryRow.COLUMNS + " FROM history ORDER BY place",
              row ->
                  chain.add(
                      row.getLong(1),
                      HistoryRow.read(row),
                      HistoryRow.previousPlace(row),
                      row.getBytes(HistoryRow.PREVIOUS_HASH),
                      row.getBytes(HistoryRow.HASH)));
          each(
              connection,
              "SELECT sequence, hash FROM head",
              row -> chain.endsAt(row.getLong(1), row.getBytes(2)));
          each(
              connection,
              "SELECT id, place FROM object",
              row -> chain.objectEndsAt(row.getLong(1), row.getLong(2)));
          return chain.firstBreak();
        });
  }

  private interface RowReading {
    void accept(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String query, RowReading reading)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          reading.accept(rows);
        }
      }
    }
  }

  /// A read of everything, on a connection of its own and of one moment.
  private <R> R stream(Reading<R> work) {
    try (Connection connection = connectToRead()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setAutoCommit(false);
      R result = work.with(connection);
      connection.rollback();
      return result;
    } catch (SQLException e) {
      throw unusable("the catalog could not be read: " + describe(e));
    }
  }

  private <R> R read(Reading<R> work) {
    reading.lock();
    try {
      for (boolean again = true; ; again = false) {
        try {
          Connection opened = reader;
          if (opened == null) {
            opened = connectToRead();
            reader = opened;
          }
          return work.with(opened);
        } catch (SQLException e) {
          dropReader();
          if (!again || !isLost(e)) {
            throw unusable("the catalog could not be read: " + describe(e));
          }
        }
      }
    } finally {
      reading.unlock();
    }
  }

  private void dropReader() {
    Connection opened = reader;
    reader = null;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (SQLException e) {
      // It was only read from.
    }
  }

  static Refusal unusable(String message) {
    return Problem.of(ProblemKind.STORE_UNUSABLE, message).refusal();
  }

  @Override
  public void close() {
    reading.lock();
    try {
      dropReader();
    } finally {
      reading.unlock();
    }
    writing.lock();
    try {
      dropWriter();
    } finally {
      writing.unlock();
    }
  }
}
