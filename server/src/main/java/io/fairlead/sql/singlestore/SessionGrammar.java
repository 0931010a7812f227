package io.fairlead.sql.singlestore;

import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// USE, KILL and those SHOW statements that are about the session and its server. Its texts are in the
/// standard's spelling already.
final class SessionGrammar {
  private SessionGrammar() {}

  /// Cheap, for the many that are queries.
  ///
  /// @param in that passes over comments, in which a statement may stand
  static boolean mayBe(TokenReader in) {
    return in.atEnd() || in.atOneOf("USE", "KILL", "SHOW", "DESCRIBE", "DESC", "EXPLAIN");
  }

  static Optional<Statement> statement(TokenReader in) {
    if (in.accept("USE")) {
      return Optional.of(new Statement.UseSchema(in.identifierOrText("the name of a database")));
    }
    if (in.accept("KILL")) {
      boolean query = in.accept("QUERY");
      if (!query) {
        in.accept("CONNECTION");
      }
      return Optional.of(new Statement.Kill(in.positive("the number of a session"), !query));
    }
    if (in.at("SHOW")) {
      return show(in);
    }
    return TableGrammar.described(in);
  }

  private static Optional<Statement> show(TokenReader in) {
    in.accept("SHOW");
    boolean full = in.accept("FULL");
    if (in.accept("PROCESSLIST")) {
      return Optional.of(new Statement.ShowSessions());
    }
    if (full) {
      return TableGrammar.show(in, true);
    }
    if (in.accept("WARNINGS")) {
      return remarks(in, false, false);
    }
    if (in.accept("ERRORS")) {
      return remarks(in, true, false);
    }
    if (in.at("COUNT")) {
      return count(in);
    }
    if (in.accept("DATABASES") || in.accept("SCHEMAS")) {
      return Optional.of(query(in, ShownTables.DATABASES, "Database"));
    }
    if (isOf(in, "VARIABLES")) {
      return Optional.of(query(in, ShownTables.VARIABLES, "Variable_name"));
    }
    if (isOf(in, "STATUS")) {
      Optional<String> like = in.accept("LIKE") ? Optional.of(in.text("a pattern")) : Optional.empty();
      return Optional.of(new Statement.ShowStatus(like));
    }
    if (in.accept("COLLATION")) {
      return Optional.of(query(in, ShownTables.COLLATIONS, "Collation"));
    }
    if (in.accept("CHARACTER", "SET") || in.accept("CHARSET")) {
      return Optional.of(query(in, ShownTables.CHARACTER_SETS, "Charset"));
    }
    if (in.accept("ENGINES") || in.accept("STORAGE", "ENGINES")) {
      return Optional.of(query(in, ShownTables.ENGINES, "Engine"));
    }
    return TableGrammar.show(in, false);
  }

  /// `VARIABLES`, or the same of a scope.
  private static boolean isOf(TokenReader in, String what) {
    return in.accept(what)
        || in.accept("SESSION", what)
        || in.accept("GLOBAL", what)
        || in.accept("LOCAL", what);
  }

  private static Optional<Statement> remarks(TokenReader in, boolean errors, boolean count) {
    if (in.accept("LIMIT")) {
      in.positive("a number of rows");
    }
    return Optional.of(new Statement.ShowRemarks(errors, count));
  }

  /// `COUNT(*) WARNINGS`.
  private static Optional<Statement> count(TokenReader in) {
    in.expect("COUNT");
    in.expectSymbol("(");
    in.expectSymbol("*");
    in.expectSymbol(")");
    boolean errors = in.accept("ERRORS");
    if (!errors) {
      in.expect("WARNINGS");
    }
    return remarks(in, errors, true);
  }

  private static Statement query(TokenReader in, String relation, String column) {
    return new Statement.Query(Filter.read(in).of(relation, column));
  }
}
