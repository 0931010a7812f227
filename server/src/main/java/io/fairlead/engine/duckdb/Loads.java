package io.fairlead.engine.duckdb;

import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which files have been loaded into which table, so that none is loaded twice. Kept beside the
/// tables, so that a file counts as loaded in the very commit that holds its rows.
final class Loads {
  /// The schema of our own notes.
  static final String SCHEMA = "fl_loads";

  /// Around the schema of a table in its key, for another schema than `public`.
  private static final String IN = "in ";

  private static final String END = "\n";

  private static final String TABLE = Name.DATABASE + "." + SCHEMA + ".loaded";

  private Loads() {}

  /// When the database opens.
  static void prepare(Connection connection) throws SQLException {
    Database.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Name.DATABASE + "." + SCHEMA);
    Database.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + TABLE
            + " (table_key VARCHAR, place VARCHAR, name VARCHAR, etag VARCHAR,"
            + " PRIMARY KEY (table_key, place, name, etag))");
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

  /// Fails when somebody else has loaded one of them meanwhile.
  ///
  /// @param again they may have been loaded before
  static void add(
      Connection connection, String table, String place, List<RemoteFile> files, boolean again)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + TABLE
                + " VALUES ($1, $2, $3, $4)"
                + (again ? " ON CONFLICT DO NOTHING" : ""))) {
      for (RemoteFile file : files) {
        insert.setString(1, table);
        insert.setString(2, place);
        insert.setString(3, file.name());
        insert.setString(4, file.etag());
        insert.execute();
      }
    }
  }

  /// The key of a table of the engine. Those of external tables are their ids.
  static String key(Name table) {
    String object = table.object().toLowerCase(Locale.ROOT);
    return table.schema().equals(Name.PUBLIC)
        ? "local " + object
        : IN + table.schema().toLowerCase(Locale.ROOT) + END + object;
  }

  /// What was loaded into a table may be loaded again.
  static void forget(Connection connection, String key) throws SQLException {
    update(connection, "DELETE FROM " + TABLE + " WHERE table_key = $1", key);
  }

  /// The same for tables of the engine that are no more.
  static void forgetGone(Connection connection) throws SQLException {
    Database.execute(
        connection,
        "DELETE FROM "
            + TABLE
            + " WHERE (table_key LIKE 'local %' OR table_key LIKE '"
            + IN
            + "%') AND table_key NOT IN (SELECT CASE schema_name WHEN '"
            + Name.PUBLIC
            + "' THEN 'local ' ELSE '"
            + IN
            + "' || lower(schema_name) || '"
            + END
            + "' END || lower(table_name) FROM duckdb_tables() WHERE database_name = '"
            + Name.DATABASE
            + "')");
  }

  static void rename(Connection connection, String key, String newKey) throws SQLException {
    update(
        connection, "UPDATE " + TABLE + " SET table_key = $2 WHERE table_key = $1", key, newKey);
  }

  private static void update(Connection connection, String text, String... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(text)) {
      for (int i = 0; i < values.length; i++) {
        update.setString(i + 1, values[i]);
      }
      update.execute();
    }
  }
}
