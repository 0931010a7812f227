package io.fairlead.sql.materialize;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `SHOW CONNECTIONS | SECRETS | SOURCES | OBJECTS [FROM schema]` and `SHOW SCHEMAS | ROLES`, each with
/// `[LIKE 'pattern' | WHERE condition]`, as a SELECT over the catalog's relations, ascending by all
/// columns that Materialize has. The same in parentheses in a query, in the place of a table.
enum ShowGrammar {
  /// `secrets` is ours: the last use of each.
  CONNECTIONS("fl_show_connections", "name, type, comment", ", secrets", true),
  SECRETS("mz_show_secrets", "name, comment", "", true),
  /// `cluster` is null: there are none.
  SOURCES("mz_show_sources", "name, type, cluster, comment", "", true),
  OBJECTS("mz_show_all_objects", "name, type, comment", "", true),
  SCHEMAS("mz_show_schemas", "name, comment", "", false),
  ROLES("mz_show_roles", "name, comment", "", false);

  /// Whether it is worth to read a query token by token.
  private static final Pattern INSIDE = Pattern.compile("\\(\\s*SHOW\\s", Pattern.CASE_INSENSITIVE);

  private final String relation;
  private final String columns;
  private final String order;
  private final boolean inSchema;

  ShowGrammar(String relation, String order, String more, boolean inSchema) {
    this.relation = relation;
    this.columns = order + more;
    this.order = order;
    this.inSchema = inSchema;
  }

  /// The one that the next word names.
  private static @Nullable ShowGrammar at(Token word) {
    for (ShowGrammar show : values()) {
      if (word.is(show.name())) {
        return show;
      }
    }
    return null;
  }

  /// Stands behind SHOW; empty when it is another SHOW.
  static Optional<Statement> show(TokenReader in) {
    ShowGrammar show = at(in.peek());
    if (show == null) {
      return Optional.empty();
    }
    in.next();
    return Optional.of(new Statement.Query(show.select(in)));
  }

  static boolean isInside(String query) {
    return INSIDE.matcher(query).find();
  }

  /// A query with every SHOW in parentheses as its SELECT; empty when there is none.
  static Optional<Statement> inside(TokenReader in) {
    StringBuilder text = new StringBuilder();
    Token rest = in.peek();
    boolean found = false;
    while (!in.atEnd()) {
      boolean opens = in.atSymbol("(");
      in.next();
      boolean create = opens && in.at("SHOW", "CREATE", "CONNECTION");
      ShowGrammar show = opens && in.at("SHOW") ? at(in.peek(1)) : null;
      if (show != null || create) {
        text.append(in.slice(rest));
        in.expect("SHOW");
        text.append(show == null ? definition(in) : show.taken(in));
        if (!in.atSymbol(")")) {
          throw in.unexpected("\")\"");
        }
        rest = in.peek();
        found = true;
      }
    }
    return found
        ? Optional.of(new Statement.Query(text.append(in.slice(rest)).toString()))
        : Optional.empty();
  }

  private String taken(TokenReader in) {
    in.next();
    return select(in);
  }

  /// SHOW CREATE CONNECTION as a SELECT. Where there is no such connection, there is no row.
  private static String definition(TokenReader in) {
    in.expect("CREATE", "CONNECTION");
    ObjectName name = in.objectName("the name of a connection");
    if (name.database() != null && !name.database().equals(Name.DATABASE)) {
      throw unknownDatabase(in, name.database());
    }
    String schema = name.schema() == null ? "current_schema()" : PrintedName.text(name.schema());
    return "SELECT '"
        + Name.DATABASE
        + ".' || s.name || '.' || c.name AS name, c.create_sql FROM mz_catalog.mz_connections c"
        + " JOIN mz_catalog.mz_schemas s ON s.id = c.schema_id WHERE s.name = "
        + schema
        + " AND c.name = "
        + PrintedName.text(name.object());
  }

  /// Stands behind the first two words.
  private String select(TokenReader in) {
    StringBuilder query = new StringBuilder("SELECT ").append(columns);
    query.append(" FROM mz_internal.").append(relation);
    String joint = " WHERE ";
    if (inSchema) {
      query.append(" WHERE schema_id IN (SELECT id FROM mz_catalog.mz_schemas WHERE name = ");
      query.append(in.accept("FROM") || in.accept("IN") ? schema(in) : "current_schema()");
      query.append(')');
      joint = " AND ";
    }
    if (in.accept("LIKE")) {
      query.append(joint).append("name LIKE ");
      query.append(PrintedName.text(in.text("a pattern in quotes")));
    } else if (in.accept("WHERE")) {
      // The condition sees the columns of the result and no others.
      query.insert(0, "SELECT " + columns + " FROM (");
      query.append(") AS shown WHERE (").append(condition(in)).append(')');
    }
    return query.append(" ORDER BY ").append(order).toString();
  }

  private static String schema(TokenReader in) {
    String name = in.identifier("the name of a schema");
    if (in.acceptSymbol(".")) {
      if (!name.equals(Name.DATABASE)) {
        throw unknownDatabase(in, name);
      }
      name = in.identifier("the name of a schema");
    }
    return PrintedName.text(name);
  }

  private static RuntimeException unknownDatabase(TokenReader in, String name) {
    return in.problem(ProblemKind.UNKNOWN_DATABASE, "unknown database \"" + name + "\"");
  }

  /// What is left, for the engine to judge, up to a parenthesis that closes what opened before; so
  /// it stays the condition.
  private static String condition(TokenReader in) {
    Token first = in.peek();
    int depth = 0;
    while (!in.atEnd() && !(depth == 0 && in.atSymbol(")"))) {
      if (in.atSymbol("(")) {
        in.checkNesting(++depth);
      } else if (in.atSymbol(")")) {
        depth--;
      }
      in.next();
    }
    if (depth > 0) {
      throw in.unexpected("\")\"");
    }
    if (in.peek().equals(first)) {
      throw in.unexpected("a condition");
    }
    return in.slice(first);
  }
}
