package io.fairlead.sql.postgresql;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Reading;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// What any PostgreSQL client says to a server: transactions, settings, roles, rights and schemas.
/// Each grammar knows which words begin its statements.
public final class PostgresqlDialect implements Dialect {
  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Reading read(String statement) {
    return TokenReader.read(statement, PostgresqlDialect::statement);
  }

  private static Optional<Statement> statement(TokenReader in) {
    Optional<Statement> found = TransactionGrammar.statement(in);
    if (found.isEmpty()) {
      found = SettingGrammar.statement(in);
    }
    if (found.isEmpty()) {
      found = RoleGrammar.statement(in);
    }
    if (found.isEmpty()) {
      found = RightsGrammar.statement(in);
    }
    return found.isEmpty() ? schema(in) : found;
  }

  private static Optional<Statement> schema(TokenReader in) {
    if (in.accept("CREATE", "SCHEMA")) {
      boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
      String name = in.identifier("the name of a schema");
      return Optional.of(new Statement.CreateSchema(name, ifNotExists));
    }
    if (in.accept("DROP", "SCHEMA")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.SCHEMA));
    }
    return in.accept("ALTER", "SCHEMA")
        ? Optional.of(ObjectGrammar.alter(in, Kind.SCHEMA))
        : Optional.empty();
  }

  /// The refusal of what PostgreSQL has and Fairlead has not.
  static Refusal notSupported(TokenReader in, String what) {
    return in.problem(ProblemKind.NOT_SUPPORTED, what);
  }

  @Override
  public String format(Statement statement) {
    return StandardText.of(statement)
        .orElseThrow(() -> new IllegalArgumentException("not a statement of this dialect"));
  }
}
