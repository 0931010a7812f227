package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys of a table: what may be there once.
///
/// @param table for messages
/// @param keys columns of each; the primary key is the first
/// @param primary whether there is one
/// @param others whether there are unique indexes over expressions
record TableKeys(String table, List<List<String>> keys, boolean primary, boolean others) {
  private static final String KEYS =
      """
      SELECT constraint_column_names, constraint_type = 'PRIMARY KEY' AS first
      FROM duckdb_constraints()
      WHERE database_name = 'fairlead' AND lower(schema_name) = lower($1)
        AND lower(table_name) = lower($2) AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')
      ORDER BY first DESC, constraint_index
      """;

  private static final String INDEXES =
      """
      SELECT expressions FROM duckdb_indexes()
      WHERE database_name = 'fairlead' AND lower(schema_name) = lower($1)
        AND lower(table_name) = lower($2) AND is_unique
      ORDER BY index_name
      """;

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  static TableKeys of(Connection connection, Name name) throws SQLException {
    List<List<String>> keys = new ArrayList<>();
    boolean primary = false;
    boolean others = false;
    try (PreparedStatement select = select(connection, KEYS, name);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (Object column : (Object[]) rows.getArray(1).getArray()) {
          columns.add(column.toString());
        }
        keys.add(List.copyOf(columns));
        primary |= rows.getBoolean(2);
      }
    }
    try (PreparedStatement select = select(connection, INDEXES, name);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Optional<List<String>> columns = columns(rows.getString(1));
        columns.ifPresent(keys::add);
        others |= columns.isEmpty();
      }
    }
    return new TableKeys(name.object(), List.copyOf(keys), primary, others);
  }

  /// Of an index, as a text such as `[a, b]`; empty when it is not over columns alone.
  private static Optional<List<String>> columns(String written) {
    List<String> columns = new ArrayList<>();
    for (String part : written.substring(1, written.length() - 1).split(", ", -1)) {
      if (!PLAIN.matcher(part).matches()) {
        return Optional.empty();
      }
      columns.add(part);
    }
    return Optional.of(columns);
  }

  private static PreparedStatement select(Connection connection, String query, Name name)
      throws SQLException {
    PreparedStatement select = connection.prepareStatement(query);
    select.setString(1, name.schema());
    select.setString(2, name.object());
    return select;
  }

  /// Whether anything may be there once only.
  boolean any() {
    return others || !keys.isEmpty();
  }

  /// Whether the primary key is all that there is; its columns are never NULL.
  boolean isPrimaryAlone() {
    return primary && !others && keys.size() == 1;
  }

  /// The key by which a row is found that is there already: the primary key, or the only one.
  Optional<List<String>> finding() {
    if (!any()) {
      return Optional.empty();
    }
    if (!primary && (others || keys.size() > 1)) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "table \"" + table + "\" has several keys, and none of them is the primary key")
          .withHint("A row that is there already is found by the primary key, or by the only key.")
          .refusal();
    }
    return Optional.of(keys.getFirst());
  }
}
