package io.fairlead.engine.duckdb;

import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which files have been loaded into which table, so that none is loaded twice. Kept beside the tables,
/// so that a file counts as loaded in the very commit that holds its rows.
final class Loads {
  /// The schema of our own notes.
  static final String SCHEMA = "fl_loads";

  private static final String TABLE = Name.DATABASE + "." + SCHEMA + ".files";

  private Loads() {}

  static void prepare(Connection connection) throws SQLException {
    Database.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Name.DATABASE + "." + SCHEMA);
    Database.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + TABLE
            + " (table_key VARCHAR, place VARCHAR, name VARCHAR, etag VARCHAR)");
  }

  /// Names and etags in one text.
  static Set<String> of(Connection connection, String table, String place) throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, etag FROM " + TABLE + " WHERE table_key = $1 AND place = $2")) {
      select.setString(1, table);
      select.setString(2, place);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1) + "\n" + rows.getString(2));
        }
      }
    }
    return found;
  }

  static boolean holds(Set<String> loaded, RemoteFile file) {
    return loaded.contains(file.name() + "\n" + file.etag());
  }

  static void add(Connection connection, String table, String place, List<RemoteFile> files)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + TABLE + " VALUES ($1, $2, $3, $4)")) {
      for (RemoteFile file : files) {
        insert.setString(1, table);
        insert.setString(2, place);
        insert.setString(3, file.name());
        insert.setString(4, file.etag());
        insert.execute();
      }
    }
  }
}
