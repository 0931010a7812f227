package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.ObjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Files that a transaction has made for external tables. They go to their places when it commits,
/// one after the other; when one of them fails, those that have gone are deleted again.
final class PendingFiles {
  /// @param folder goes with it
  private record Pending(ObjectId table, Place place, String name, Path content, Path folder) {}

  /// Files that were loaded, and go when their rows are there for good.
  private record Loaded(Place place, List<RemoteFile> files) {}

  private static final System.Logger LOG = System.getLogger("io.fairlead.engine");

  private final List<Pending> files = new ArrayList<>();
  private final List<Loaded> loaded = new ArrayList<>();

  synchronized boolean isEmpty() {
    return files.isEmpty() && loaded.isEmpty();
  }

  /// Takes over the place.
  synchronized void purge(Place place, List<RemoteFile> purged) {
    loaded.add(new Loaded(place, List.copyOf(purged)));
  }

  /// Takes over the place and the folder.
  synchronized void add(ObjectId table, Place place, String name, Path content, Path folder) {
    if (files.size() >= Limits.PENDING_FILES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "a transaction writes at most " + Limits.PENDING_FILES + " files of external tables");
    }
    files.add(new Pending(table, place, name, content, folder));
  }

  /// What the transaction itself sees in a table beside the files that are there.
  synchronized List<Path> of(ObjectId table) {
    return files.stream()
        .filter(file -> file.table().equals(table))
        .map(Pending::content)
        .toList();
  }

  /// Writes the files, then ends the transaction: a commit of DuckDB is not taken back, a file is.
  boolean commit(Connection connection, Deadline deadline) throws SQLException {
    boolean committed = false;
    try {
      write(deadline);
      try {
        Database.execute(connection, "COMMIT");
        committed = true;
      } catch (SQLException refused) {
        delete(all(), deadline, refused);
        throw refused;
      }
      purge(deadline);
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
    return true;
  }

  /// The rows are committed: what cannot be deleted now is not loaded again, and stays.
  private void purge(Deadline deadline) {
    List<Loaded> purged;
    synchronized (this) {
      purged = List.copyOf(loaded);
    }
    for (Loaded one : purged) {
      for (RemoteFile file : one.files()) {
        try {
          one.place().delete(file.name(), deadline);
        } catch (RuntimeException refused) {
          LOG.log(
              System.Logger.Level.WARNING,
              () -> "a loaded file was not purged: " + refused.getMessage());
        }
      }
    }
  }

  static void rollBack(Connection connection) {
    try {
      Database.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // The failed commit has ended the transaction.
    }
  }

  /// All of them or none. Waits for the network.
  private void write(Deadline deadline) {
    List<Pending> written = new ArrayList<>();
    try {
      for (Pending file : all()) {
        file.place().write(file.name(), file.content(), deadline);
        written.add(file);
      }
    } catch (RuntimeException refused) {
      delete(written, deadline, refused);
      throw refused;
    }
  }

  private static void delete(List<Pending> written, Deadline deadline, Exception reason) {
    for (Pending file : written) {
      try {
        file.place().delete(file.name(), deadline);
      } catch (RuntimeException alsoRefused) {
        reason.addSuppressed(alsoRefused);
      }
    }
  }

  private synchronized List<Pending> all() {
    return List.copyOf(files);
  }

  /// From any thread; does not wait.
  void cancel() {
    places().forEach(Place::cancel);
  }

  private synchronized List<Place> places() {
    return Stream.concat(
            files.stream().map(Pending::place), loaded.stream().map(Loaded::place))
        .toList();
  }

  /// The transaction has ended.
  void close() {
    List<Pending> ended = all();
    List<Place> open = places();
    synchronized (this) {
      files.clear();
      loaded.clear();
    }
    open.forEach(Place::close);
    ended.forEach(file -> ScanFolder.delete(file.folder()));
  }
}
