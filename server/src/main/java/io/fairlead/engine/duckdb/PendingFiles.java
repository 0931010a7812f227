package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.model.ObjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Files that a transaction has made for external tables. They go to their places when it commits, one
/// after the other; when one of them fails, those that have gone are deleted again.
final class PendingFiles {
  /// @param folder goes with it
  private record Pending(ObjectId table, Place place, String name, Path content, Path folder) {}

  private final List<Pending> files = new ArrayList<>();

  synchronized boolean isEmpty() {
    return files.isEmpty();
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
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
    return true;
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
    all().forEach(file -> file.place().cancel());
  }

  /// The transaction has ended.
  void close() {
    List<Pending> ended = all();
    synchronized (this) {
      files.clear();
    }
    for (Pending file : ended) {
      file.place().close();
      ScanFolder.delete(file.folder());
    }
  }
}
