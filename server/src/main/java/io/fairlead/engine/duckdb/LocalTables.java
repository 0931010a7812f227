package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession.LocalTable;
import io.fairlead.model.Name;
import io.fairlead.model.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tables and views of the engine itself. External tables are views of DuckDB too, and none here.
final class LocalTables {
  private static final String HERE = " WHERE database_name = 'fairlead'";

  private static final String OWN =
      "(SELECT schema_name s, table_name n, sql FROM duckdb_tables()"
          + HERE
          + " UNION ALL SELECT schema_name, view_name, NULL FROM duckdb_views()"
          + HERE
          + " AND NOT contains(sql, '"
          + ExternalScans.FUNCTION
          + "('))";

  private static final String NAMED = " WHERE lower(s) = lower($1) AND lower(n) = lower($2)";

  private static final String OTHERS =
      "(SELECT schema_name s, index_name n, 'index' k FROM duckdb_indexes()"
          + HERE
          + " UNION ALL SELECT schema_name, sequence_name, 'sequence' FROM duckdb_sequences()"
          + HERE
          + " UNION ALL SELECT schema_name, type_name, 'type' FROM duckdb_types()"
          + HERE
          + ")";

  private LocalTables() {}

  static boolean has(Connection connection, Name name) throws SQLException {
    try (PreparedStatement select = select(connection, "SELECT 1 FROM " + OWN + NAMED, name);
        ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /// Whether a table or view of any kind has this name, an external one too.
  static boolean isRelation(Connection connection, Name name) throws SQLException {
    return isOne(connection, name, HERE);
  }

  /// Whether a temporary table or view of the session has this name.
  static boolean isTemporary(Connection connection, String name) throws SQLException {
    return isOne(connection, new Name("main", name), " WHERE database_name = 'temp'");
  }

  private static boolean isOne(Connection connection, Name name, String where)
      throws SQLException {
    String all =
        "(SELECT schema_name s, table_name n FROM duckdb_tables()"
            + where
            + " UNION ALL SELECT schema_name, view_name FROM duckdb_views()"
            + where
            + ")";
    try (PreparedStatement select = select(connection, "SELECT 1 FROM " + all + NAMED, name);
        ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /// Whether anything that statements can drop has this name.
  static boolean hasObject(Connection connection, Name name) throws SQLException {
    if (has(connection, name)) {
      return true;
    }
    try (PreparedStatement select = select(connection, "SELECT 1 FROM " + OTHERS + NAMED, name);
        ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /// The table that a name means: one of the session's schema before one of `public`.
  ///
  /// @param schema null where none was written
  static Name named(
      Connection connection, @Nullable String schema, String object, Scope scope)
      throws SQLException {
    if (schema != null) {
      return new Name(schema, object);
    }
    Name own = new Name(scope.view().schema(), object);
    boolean here =
        !own.schema().equals(Name.PUBLIC)
            && !scope.schemas().isHidden(own.schema(), scope.view().image(), scope.access())
            && has(connection, own);
    return here ? own : new Name(Name.PUBLIC, object);
  }

  /// What stands in a schema but for what falls with its table: `table "t"`.
  static List<String> listed(Connection connection, String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT k, n FROM (SELECT s, n, CASE WHEN sql IS NULL THEN 'view' ELSE 'table' END k"
                + " FROM "
                + OWN
                + " UNION ALL SELECT s, n, k FROM "
                + OTHERS
                + " WHERE k <> 'index') WHERE s = $1 ORDER BY ALL")) {
      select.setString(1, schema);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1) + " \"" + rows.getString(2) + "\"");
        }
      }
    }
    return names;
  }

  /// Empty when there is none.
  static Optional<LocalTable> find(Connection connection, Name name) throws SQLException {
    try (PreparedStatement select = select(connection, "SELECT sql FROM " + OWN + NAMED, name);
        ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new LocalTable(
              columns(connection, name),
              Optional.ofNullable(rows.getString(1)).map(LocalTables::inParentheses)));
    }
  }

  private static List<TableColumn> columns(Connection connection, Name name)
      throws SQLException {
    String query =
        "SELECT column_name, data_type, is_nullable, column_default"
            + " FROM (SELECT schema_name s, table_name n, * FROM duckdb_columns()"
            + HERE
            + ")"
            + NAMED
            + " ORDER BY column_index";
    List<TableColumn> columns = new ArrayList<>();
    try (PreparedStatement select = select(connection, query, name);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        columns.add(
            new TableColumn(
                rows.getString(1),
                rows.getString(2),
                rows.getBoolean(3),
                Optional.ofNullable(rows.getString(4)).filter(text -> !text.equals("NULL"))));
      }
    }
    return columns;
  }

  private static PreparedStatement select(Connection connection, String query, Name name)
      throws SQLException {
    PreparedStatement select = connection.prepareStatement(query);
    select.setString(1, name.schema());
    select.setString(2, name.object());
    return select;
  }

  /// Columns and constraints of the statement that DuckDB would make the table with.
  private static String inParentheses(String sql) {
    List<Token> tokens = Tokens.of(sql);
    int open = 0;
    while (!tokens.get(open).isSymbol("(")) {
      open++;
    }
    int close = LocalStatement.closing(tokens, open);
    return sql.substring(tokens.get(open).start(), tokens.get(close).end());
  }
}
