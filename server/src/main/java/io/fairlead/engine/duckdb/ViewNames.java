package io.fairlead.engine.duckdb;

import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names in the query of a view, which DuckDB looks up again at each use: in the view's schema, then
/// where the session of that moment looks. So that a view always shows what its maker saw, names that
/// he found elsewhere get their schemas.
final class ViewNames {
  /// DuckDB's own reading of a query: relations and functions without schemas, and where they stand.
  private static final String NODES =
      "SELECT (value->>'type'), coalesce((value->>'table_name'), (value->>'function_name')),"
          + " TRY_CAST((value->>'query_location') AS BIGINT)"
          + " FROM json_tree(json_serialize_sql(?::VARCHAR)) WHERE type = 'OBJECT'"
          + " AND (((value->>'type') = 'BASE_TABLE' AND (value->>'schema_name') = '')"
          + " OR ((value->>'type') = 'FUNCTION' AND (value->>'schema') = ''))";

  private static final String CTES =
      "SELECT (value->>'key') FROM json_tree(json_serialize_sql(?::VARCHAR))"
          + " WHERE type = 'OBJECT' AND (value->'value'->'query_node') IS NOT NULL";

  private final Connection connection;
  private final Scope scope;
  private final Spelling spelling;
  private final String query;
  private final int start;

  /// @param start of the query in the spelled statement
  private ViewNames(Connection connection, Scope scope, Spelling spelling, int start) {
    this.connection = connection;
    this.scope = scope;
    this.spelling = spelling;
    this.query = spelling.text().substring(start);
    this.start = start;
  }

  /// The spelling of a statement that makes a view; any other keeps its own.
  static Spelling spelled(
      Connection connection, LocalStatement statement, Spelling spelling, Scope scope)
      throws SQLException {
    if (statement.verb() != Verb.CREATE || !statement.object().equals("VIEW")) {
      return spelling;
    }
    int start = queryStart(spelling.text());
    List<ExternalTargets.Written> made = ExternalTargets.targets(statement);
    if (start < 0 || made.isEmpty()) {
      return spelling;
    }
    String schema = made.getFirst().schema();
    Map<Integer, String> prefixes =
        new ViewNames(connection, scope, spelling, start)
            .prefixes(schema == null ? scope.view().schema() : schema);
    return prefixes.isEmpty() ? spelling : Spelling.qualified(statement, prefixes);
  }

  /// Behind the AS; -1 where there is none.
  private static int queryStart(String text) {
    int depth = 0;
    for (Token token : Tokens.of(text)) {
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && token.isWord("as")) {
        return token.end();
      }
    }
    return -1;
  }

  /// What to write in front of names, by their places in the client's text.
  private Map<Integer, String> prefixes(String viewSchema) throws SQLException {
    Set<String> ctes = ctes();
    Map<Integer, String> prefixes = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(NODES)) {
      select.setString(1, query);
      try (ResultSet nodes = select.executeQuery()) {
        while (nodes.next()) {
          boolean table = nodes.getString(1).equals("BASE_TABLE");
          String name = nodes.getString(2);
          if (table && ctes.contains(name)) {
            continue;
          }
          String schema = table ? schemaOfTable(name) : schemaOfFunction(name);
          Integer place = place(name, nodes.getLong(3), nodes.wasNull());
          if (schema != null && place != null && !schema.equalsIgnoreCase(viewSchema)) {
            prefixes.put(place, Name.DATABASE + "." + Database.quoted(schema) + ".");
          }
        }
      }
    }
    return prefixes;
  }

  private Set<String> ctes() throws SQLException {
    Set<String> names = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(CTES)) {
      select.setString(1, query);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  /// Null for what is in no schema of the catalog.
  private @Nullable String schemaOfTable(String name) throws SQLException {
    if (LocalTables.isTemporary(connection, name)) {
      return null;
    }
    for (String schema : searched()) {
      if (LocalTables.isRelation(connection, new Name(schema, name))) {
        return schema;
      }
    }
    return null;
  }

  private @Nullable String schemaOfFunction(String name) {
    Image image = scope.view().image();
    for (String schema : searched()) {
      if (image.find(Kind.Space.FUNCTION, new Name(schema, name)).isPresent()) {
        return schema;
      }
    }
    return null;
  }

  private List<String> searched() {
    List<String> schemas = new ArrayList<>();
    for (String schema : List.of(scope.view().schema(), Name.PUBLIC)) {
      if (!scope.schemas().isHidden(schema, scope.view().image(), scope.access())) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  /// The start in the client's text of a name; null when DuckDB does not say where it stands and there
  /// are several of it.
  ///
  /// @param location in bytes of the query
  private @Nullable Integer place(String name, long location, boolean isUnknown) {
    if (!isUnknown) {
      byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
      int at = (int) Math.min(location, bytes.length);
      int letters = new String(bytes, 0, at, StandardCharsets.UTF_8).length();
      return spelling.original(start + letters) - 1;
    }
    List<Token> same =
        Tokens.of(spelling.text()).stream()
            .filter(token -> token.start() >= start && token.isName())
            .filter(token -> token.folded().equalsIgnoreCase(name))
            .toList();
    return same.size() == 1 ? spelling.original(same.getFirst().start()) - 1 : null;
  }
}
