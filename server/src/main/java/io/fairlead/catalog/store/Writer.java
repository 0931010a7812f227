package io.fairlead.catalog.store;

import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.catalog.Resolution;
import io.fairlead.catalog.Store.HeadMoved;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one connection that writes, with its statements kept ready. Not for several threads. After
/// any failure it is thrown away: what a driver thinks of its transaction then is not to be trusted.
final class Writer implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement readHead;
  private final PreparedStatement moveHead;
  private final PreparedStatement insertHistory;
  private final PreparedStatement putObject;
  private final PreparedStatement insertMaterial;
  private final PreparedStatement deleteMaterial;
  private final PreparedStatement putNote;

  /// @param connection without autocommit; closed with this
  Writer(Connection connection, Tables tables) throws SQLException {
    this.connection = connection;
    readHead =
        connection.prepareStatement(
            "SELECT sequence, next_id, hash FROM head" + tables.forUpdate());
    moveHead = connection.prepareStatement("UPDATE head SET sequence = ?, next_id = ?, hash = ?");
    insertHistory =
        connection.prepareStatement(
            "INSERT INTO history ("
                + HistoryRow.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " coalesce(?, (SELECT o.place FROM object o WHERE o.id = ?)), ?, ?)");
    putObject =
        connection.prepareStatement(
            "INSERT INTO object (id, place) VALUES (?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET place = excluded.place");
    insertMaterial =
        connection.prepareStatement(
            "INSERT INTO secret_material (material_key, sealed) VALUES (?, ?)");
    deleteMaterial =
        connection.prepareStatement("DELETE FROM secret_material WHERE material_key = ?");
    putNote =
        connection.prepareStatement(
            "INSERT INTO note (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  }

  void append(long expected, List<Commit> commits, long nextId, List<Material> material)
      throws SQLException, HeadMoved {
    long highestId;
    byte[] hash;
    try (ResultSet head = readHead.executeQuery()) {
      if (!head.next()) {
        throw new SQLException("the table head is empty");
      }
      if (head.getLong(1) != expected) {
        throw new HeadMoved();
      }
      highestId = Math.max(nextId, head.getLong(2));
      hash = head.getBytes(3);
    }
    if (!commits.isEmpty()) {
      hash = insert(commits, hash);
    }
    for (Material row : material) {
      insertMaterial.setString(1, row.key());
      insertMaterial.setBytes(2, row.sealed());
      insertMaterial.addBatch();
    }
    if (!material.isEmpty()) {
      insertMaterial.executeBatch();
    }
    moveHead.setLong(1, expected + commits.size());
    moveHead.setLong(2, highestId);
    moveHead.setBytes(3, hash);
    moveHead.executeUpdate();
  }

  /// @return the hash of the last row
  private byte[] insert(List<Commit> commits, byte[] before) throws SQLException {
    byte[] previous = before;
    Map<Long, Long> places = new LinkedHashMap<>();
    for (Commit commit : commits) {
      for (int ordinal = 0; ordinal < commit.changes().size(); ordinal++) {
        HistoryRow row = HistoryRow.of(commit, ordinal);
        byte[] hash = row.hashAfter(previous);
        row.bind(insertHistory, places.put(row.id(), row.place()), previous, hash);
        insertHistory.addBatch();
        previous = hash;
      }
    }
    insertHistory.executeBatch();
    for (Map.Entry<Long, Long> object : places.entrySet()) {
      putObject.setLong(1, object.getKey());
      putObject.setLong(2, object.getValue());
      putObject.addBatch();
    }
    putObject.executeBatch();
    return previous;
  }

  void removeMaterial(List<String> keys) throws SQLException {
    for (String key : keys) {
      deleteMaterial.setString(1, key);
      deleteMaterial.addBatch();
    }
    deleteMaterial.executeBatch();
  }

  void keepNote(String name, byte[] value) throws SQLException {
    putNote.setString(1, name);
    putNote.setBytes(2, value);
    putNote.executeUpdate();
  }

  /// The head is held meanwhile: servers that share the catalog do this one after the other.
  void keepRefused(List<RefusedAttempt> attempts) throws SQLException {
    AuditRows.keep(connection, lastPlace(), attempts);
  }

  /// See [#keepRefused].
  void keepResolutions(List<Resolution> resolutions) throws SQLException {
    ResolutionRows.keep(connection, lastPlace(), resolutions);
  }

  private long lastPlace() throws SQLException {
    long sequence;
    try (ResultSet head = readHead.executeQuery()) {
      sequence = head.next() ? head.getLong(1) : 0;
    }
    return AuditRows.last(connection, sequence);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /// Closing the connection closes its statements and rolls back what is open.
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
