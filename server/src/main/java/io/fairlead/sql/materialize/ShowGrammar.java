package io.fairlead.sql.materialize;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;

/// `SHOW CONNECTIONS | SECRETS [FROM schema] [LIKE 'pattern' | WHERE condition]` as a SELECT over
/// the catalog's relations, ascending by the columns that Materialize has.
enum ShowGrammar {
  /// `secrets` is ours: the last use of each.
  CONNECTIONS("mz_show_connections", "name, type, comment", ", secrets"),
  SECRETS("mz_show_secrets", "name, comment", "");

  private final String relation;
  private final String columns;
  private final String order;

  ShowGrammar(String relation, String order, String more) {
    this.relation = relation;
    this.columns = order + more;
    this.order = order;
  }

  /// Stands behind the first two words.
  Statement.Query query(TokenReader in) {
    StringBuilder query = new StringBuilder("SELECT ").append(columns);
    query.append(" FROM mz_internal.").append(relation);
    query.append(" WHERE schema_id IN (SELECT id FROM mz_catalog.mz_schemas WHERE name = ");
    query.append(in.accept("FROM") || in.accept("IN") ? schema(in) : "current_schema()");
    query.append(')');
    if (in.accept("LIKE")) {
      query.append(" AND name LIKE ").append(PrintedName.text(in.text("a pattern in quotes")));
    } else if (in.accept("WHERE")) {
      // The condition sees the columns of the result and no others.
      query.insert(0, "SELECT " + columns + " FROM (");
      query.append(") AS shown WHERE (").append(condition(in)).append(')');
    }
    return new Statement.Query(query.append(" ORDER BY ").append(order).toString());
  }

  private static String schema(TokenReader in) {
    String name = in.identifier("the name of a schema");
    if (in.acceptSymbol(".")) {
      if (!name.equals(Name.DATABASE)) {
        throw in.problem(ProblemKind.UNKNOWN_DATABASE, "unknown database \"" + name + "\"");
      }
      name = in.identifier("the name of a schema");
    }
    return PrintedName.text(name);
  }

  /// The rest of the statement, for the engine to judge; only its parentheses must match, so that
  /// it stays the condition.
  private static String condition(TokenReader in) {
    Token first = in.peek();
    if (in.atEnd()) {
      throw in.unexpected("a condition");
    }
    int depth = 0;
    while (!in.atEnd()) {
      if (in.atSymbol("(")) {
        in.checkNesting(++depth);
      } else if (in.atSymbol(")") && --depth < 0) {
        throw in.unexpected("the end of the statement");
      }
      in.next();
    }
    if (depth > 0) {
      throw in.unexpected("\")\"");
    }
    return in.slice(first);
  }
}
