package io.fairlead.engine.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The system catalog as SQL: views over the table functions of [Sources], and PostgreSQL's
/// functions as macros. They live in a database of their own in memory, made anew at each start, so
/// that nothing of them is ever stored beside the tables of users.
final class Dictionary {
  /// The database of the system catalog.
  static final String DATABASE = "fl";

  /// Stands for `pg_catalog`, a name that DuckDB keeps for itself.
  static final String PG = "fl_pg";

  /// Stands for `information_schema`, likewise.
  static final String INFORMATION = "fl_information";

  /// Stands for `system`, likewise.
  static final String SYSTEM = "fl_system";

  /// Stands for `mysql_information_schema`: the same in MySQL's shape.
  static final String MYSQL = "fl_mysql";

  private static final List<String> FILES =
      List.of(
          "functions.sql",
          "catalog.sql",
          "pg_catalog.sql",
          "information_schema.sql",
          "mysql.sql",
          "system.sql");

  /// The names in these are not found without their schema.
  private static final Set<String> QUALIFIED = Set.of(INFORMATION, SYSTEM, MYSQL);

  private static final List<String> SCRIPT = script();

  /// Relations and functions by name, with the schema where each stands.
  private static final Map<String, String> RELATIONS = created("view");

  private static final Map<String, String> FUNCTIONS = created("macro");

  private Dictionary() {}

  /// The statements that make the system catalog, in order.
  static List<String> statements() {
    return SCRIPT;
  }

  static boolean isRelation(String name) {
    return RELATIONS.containsKey(name);
  }

  /// Whether PostgreSQL's name after `pg_catalog.` stands in our own schema.
  static boolean isPostgresName(String name) {
    return PG.equals(RELATIONS.get(name)) || PG.equals(FUNCTIONS.get(name));
  }

  static boolean isInformationName(String name) {
    String key = name + "#" + INFORMATION;
    return RELATIONS.containsKey(key) || FUNCTIONS.containsKey(key);
  }

  static boolean isSystemName(String name) {
    return RELATIONS.containsKey(name + "#" + SYSTEM);
  }

  static boolean isMysqlName(String name) {
    return RELATIONS.containsKey(name + "#" + MYSQL);
  }

  private static List<String> script() {
    List<String> statements = new ArrayList<>();
    for (String file : FILES) {
      String text = text(file);
      int start = 0;
      for (Token token : Tokens.of(text)) {
        if (token.isSymbol(";")) {
          statements.add(text.substring(start, token.start()));
          start = token.end();
        }
      }
    }
    return List.copyOf(statements);
  }

  private static String text(String file) {
    try (InputStream in = Dictionary.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Names after `CREATE VIEW fl.schema.name`.
  private static Map<String, String> created(String kind) {
    Map<String, String> found = new HashMap<>();
    for (String statement : SCRIPT) {
      List<Token> tokens =
          Tokens.of(statement).stream().filter(t -> t.kind() != Token.Kind.COMMENT).toList();
      if (tokens.size() > 6 && tokens.get(0).isWord("create") && tokens.get(1).isWord(kind)) {
        String schema = tokens.get(4).value();
        String name = tokens.get(6).value();
        found.put(QUALIFIED.contains(schema) ? name + "#" + schema : name, schema);
      }
    }
    return Map.copyOf(found);
  }
}
