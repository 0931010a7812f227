package io.fairlead.catalog.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The tables of the catalog, and the few words in which databases differ about them.
///
/// @param bytes the type of byte strings
/// @param key the type of a number that is a primary key; SQLite keeps rows in the order of one that
///     is called INTEGER, and adds at the end without moving others
/// @param clustered what follows a table whose rows stand in the order of another primary key
/// @param forUpdate what makes a SELECT hold the row until the transaction ends
record Tables(String bytes, String key, String clustered, String forUpdate) {
  /// The form of these tables. A server refuses a form that it does not know.
  static final int FORMAT = 3;

  /// The oldest form that is upgraded when it is opened.
  static final int OLDEST = 1;

  /// Where each object's history ends: its state stands there, or that it was dropped. From row to
  /// row `previous_place` leads to the versions before, so that a commit writes no index.
  private static final String OBJECT = "CREATE TABLE object (id %s PRIMARY KEY, place BIGINT NOT NULL)";

  static final Tables SQLITE = new Tables("BLOB", "INTEGER", " WITHOUT ROWID", "");
  static final Tables POSTGRES = new Tables("BYTEA", "BIGINT", "", " FOR UPDATE");

  private List<String> definitions() {
    return List.of(
        "CREATE TABLE catalog (format INTEGER NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL)",
        "CREATE TABLE head (sequence BIGINT NOT NULL, next_id BIGINT NOT NULL, hash "
            + bytes
            + " NOT NULL)",
        OBJECT.formatted(key),
        "CREATE TABLE history (place "
            + key
            + " PRIMARY KEY, sequence BIGINT NOT NULL, ordinal INTEGER NOT NULL,"
            + " object_id BIGINT NOT NULL, kind TEXT NOT NULL, schema_name TEXT NOT NULL,"
            + " object_name TEXT NOT NULL, version INTEGER NOT NULL, changed_at TEXT NOT NULL,"
            + " changed_by TEXT NOT NULL, dialect TEXT NOT NULL, statement TEXT NOT NULL,"
            + " state TEXT, previous_place BIGINT, previous_hash "
            + bytes
            + " NOT NULL, hash "
            + bytes
            + " NOT NULL)",
        refused(),
        "CREATE TABLE secret_material (material_key TEXT PRIMARY KEY, sealed "
            + bytes
            + " NOT NULL)"
            + clustered,
        "CREATE TABLE note (name TEXT PRIMARY KEY, value " + bytes + " NOT NULL)" + clustered);
  }

  /// Refused statements; a format 2 table. Not part of the history, and of its chain.
  private String refused() {
    return "CREATE TABLE refused (place "
        + key
        + " PRIMARY KEY, refused_at TEXT NOT NULL, refused_by TEXT NOT NULL, action TEXT NOT NULL,"
        + " kind TEXT NOT NULL, object_name TEXT NOT NULL, sql_state TEXT NOT NULL,"
        + " missed BIGINT NOT NULL)";
  }

  /// Brings the tables of an older format to this one, in the transaction that is open.
  void upgrade(Connection connection, int from) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (from < 2) {
        upgradeToFormat2(statement);
      }
      make(statement, ResolutionRows.definitions(key));
      statement.execute("UPDATE catalog SET format = " + FORMAT);
    }
  }

  private static void make(Statement statement, List<String> definitions) throws SQLException {
    for (String definition : definitions) {
      statement.execute(definition);
    }
  }

  private void upgradeToFormat2(Statement statement) throws SQLException {
    statement.execute("ALTER TABLE history ADD COLUMN previous_place BIGINT");
    statement.execute(
        "UPDATE history SET previous_place = (SELECT max(b.place) FROM history b"
            + " WHERE b.object_id = history.object_id AND b.place < history.place)");
    statement.execute("DROP INDEX history_of_object");
    statement.execute("DROP TABLE object");
    statement.execute(OBJECT.formatted(key));
    statement.execute(
        "INSERT INTO object SELECT object_id, max(place) FROM history GROUP BY object_id");
    statement.execute(refused());
  }

  static boolean canRead(int format) {
    return format >= OLDEST && format <= FORMAT;
  }

  /// Makes the tables of a new catalog in the transaction that is open.
  void create(Connection connection, UUID catalog, Instant now) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      make(statement, definitions());
      make(statement, ResolutionRows.definitions(key));
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO catalog VALUES (?, ?, ?)")) {
      insert.setInt(1, FORMAT);
      insert.setString(2, catalog.toString());
      insert.setString(3, now.toString());
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO head VALUES (0, 1, ?)")) {
      insert.setBytes(1, HistoryRow.NO_HASH);
      insert.executeUpdate();
    }
  }
}
