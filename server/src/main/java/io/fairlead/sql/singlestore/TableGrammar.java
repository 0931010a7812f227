package io.fairlead.sql.singlestore;

import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// SHOW TABLES, COLUMNS and INDEX, and DESCRIBE: about the tables of a schema.
final class TableGrammar {
  /// Behind DESCRIBE these are kinds of objects, which others describe.
  private static final String[] KINDS = {
    "CONNECTION", "CREDENTIAL", "DATABASE", "EXTERNAL", "FUNCTION", "KEY", "LINK", "LOCATION",
    "PIPELINE", "ROLE", "SCHEMA", "SECRET", "STAGE", "STORAGE", "TABLE", "TAG", "TOKEN", "VAULT"
  };

  private TableGrammar() {}

  /// Behind SHOW, or SHOW FULL.
  static Optional<Statement> show(TokenReader in, boolean full) {
    in.accept("EXTENDED");
    if (in.accept("TABLES")) {
      return Optional.of(tables(in, full));
    }
    if (in.accept("TABLE", "STATUS")) {
      return Optional.of(status(in));
    }
    if (in.accept("COLUMNS") || in.accept("FIELDS")) {
      ObjectName table = named(in);
      return Optional.of(columns(in, table, full));
    }
    if (in.accept("INDEX") || in.accept("INDEXES") || in.accept("KEYS")) {
      return Optional.of(keys(in, named(in)));
    }
    return Optional.empty();
  }

  /// `DESCRIBE t`, `DESC t column`, `EXPLAIN t`.
  static Optional<Statement> described(TokenReader in) {
    boolean explain = in.at("EXPLAIN");
    if (!explain && !in.at("DESCRIBE") && !in.at("DESC")) {
      return Optional.empty();
    }
    in.next();
    boolean kind = in.atOneOf(KINDS) && !isLast(in);
    if (kind || !in.peek().isName() || (explain && !isLast(in))) {
      return Optional.empty();
    }
    ObjectName table = in.objectName("the name of a table");
    String filter =
        in.atEnd() ? "" : " AND column_name = " + text(in.identifierOrText("a column"));
    return Optional.of(about(table, schema -> ShownColumns.brief(schema, table.object(), filter)));
  }

  private static boolean isLast(TokenReader in) {
    return in.peek(1).kind() == Token.Kind.END
        || in.peek(1).isSymbol(";")
        || in.peek(1).isSymbol(".");
  }

  private static ObjectName named(TokenReader in) {
    if (!in.accept("FROM")) {
      in.expect("IN");
    }
    ObjectName table = in.objectName("the name of a table");
    return database(in)
        .map(schema -> new ObjectName(null, schema, table.object(), table.position()))
        .orElse(table);
  }

  private static Optional<String> database(TokenReader in) {
    return in.accept("FROM") || in.accept("IN")
        ? Optional.of(in.identifierOrText("the name of a database"))
        : Optional.empty();
  }

  private static Statement tables(TokenReader in, boolean full) {
    Optional<String> database = database(in);
    Filter filter = Filter.read(in);
    return inSchema(
        database,
        schema -> {
          String column = "Tables_in_" + schema;
          return filter.of(
              "SELECT table_name AS "
                  + ShownTables.name(column)
                  + (full ? ", table_type AS \"Table_type\"" : "")
                  + " FROM information_schema.tables WHERE table_schema = "
                  + text(schema)
                  + " ORDER BY 1",
              column);
        });
  }

  private static Statement status(TokenReader in) {
    Optional<String> database = database(in);
    Filter filter = Filter.read(in);
    return inSchema(
        database,
        schema ->
            filter.of(
                "SELECT table_name AS \"Name\", 'fairlead' AS \"Engine\","
                    + " NULL::BIGINT AS \"Rows\", 'utf8mb4_general_ci' AS \"Collation\","
                    + " CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE '' END AS \"Comment\""
                    + " FROM information_schema.tables WHERE table_schema = "
                    + text(schema)
                    + " ORDER BY 1",
                "Name"));
  }

  private static Statement columns(TokenReader in, ObjectName table, boolean full) {
    Filter filter = Filter.read(in);
    return about(
        table,
        schema ->
            filter.of(
                full
                    ? ShownColumns.full(schema, table.object())
                    : ShownColumns.brief(schema, table.object(), ""),
                "Field"));
  }

  private static Statement keys(TokenReader in, ObjectName table) {
    Filter filter = Filter.read(in);
    return about(
        table, schema -> filter.of(ShownColumns.keys(schema, table.object()), "Key_name"));
  }

  private static Statement inSchema(
      Optional<String> schema, Statement.AboutSchema.Text text) {
    return new Statement.AboutSchema(schema, Optional.empty(), text);
  }

  private static Statement about(ObjectName table, Statement.AboutSchema.Text text) {
    return new Statement.AboutSchema(
        Optional.ofNullable(table.schema()), Optional.of(table.object()), text);
  }

  private static String text(String value) {
    return ShownTables.text(value);
  }
}
