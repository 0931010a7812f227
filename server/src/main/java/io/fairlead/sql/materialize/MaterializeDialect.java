package io.fairlead.sql.materialize;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Optional;

/// Materialize's statements about connections, secrets and sources, with what Fairlead adds in the same
/// manner (`SHOW HISTORY OF`, several options in one SET). This class knows which words begin a
/// statement; the grammars read the rest.
public final class MaterializeDialect implements Dialect {
  static final String NAME = "materialize";

  private final ConnectionGrammar connections;
  private final MaterializeText text;

  public MaterializeDialect(Vocabulary vocabulary) {
    Spellings spellings = new Spellings(vocabulary);
    this.connections = new ConnectionGrammar(spellings);
    this.text = new MaterializeText(spellings, vocabulary);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reading read(String statement) {
    boolean mayShow = ShowGrammar.isInside(statement);
    return TokenReader.read(
        statement,
        in ->
            mayShow && in.atOneOf("SELECT", "WITH") ? ShowGrammar.inside(in) : statement(in));
  }

  private Optional<Statement> statement(TokenReader in) {
    if (in.accept("CREATE", "CONNECTION")) {
      return Optional.of(connections.create(in));
    }
    if (in.accept("ALTER", "CONNECTION")) {
      return Optional.of(connections.alter(in));
    }
    if (in.accept("VALIDATE", "CONNECTION")) {
      return Optional.of(ConnectionGrammar.validateNow(in));
    }
    if (in.accept("CREATE", "SECRET")) {
      return Optional.of(SecretGrammar.create(in));
    }
    if (in.accept("ALTER", "SECRET")) {
      return Optional.of(SecretGrammar.alter(in));
    }
    if (in.accept("DROP", "CONNECTION")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.CONNECTION));
    }
    if (in.accept("DROP", "SECRET")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.SECRET));
    }
    if (in.accept("CREATE", "SOURCE")) {
      return Optional.of(SourceGrammar.create(in));
    }
    if (in.accept("DROP", "SOURCE")) {
      return Optional.of(SourceGrammar.drop(in));
    }
    if (in.at("COMMENT", "ON")) {
      return CommentGrammar.comment(in);
    }
    return in.accept("SHOW") ? show(in) : Optional.empty();
  }

  private static Optional<Statement> show(TokenReader in) {
    if (in.accept("PRIVILEGES")) {
      return Optional.of(ShowRightsGrammar.PRIVILEGES.query(in));
    }
    if (in.accept("DEFAULT", "PRIVILEGES")) {
      return Optional.of(ShowRightsGrammar.DEFAULT_PRIVILEGES.query(in));
    }
    if (in.accept("ROLE", "MEMBERSHIP")) {
      return Optional.of(ShowRightsGrammar.ROLE_MEMBERSHIP.query(in));
    }
    if (in.accept("CREATE", "CONNECTION")) {
      return Optional.of(ConnectionGrammar.showCreate(in, false));
    }
    if (in.accept("REDACTED", "CREATE", "CONNECTION")) {
      return Optional.of(ConnectionGrammar.showCreate(in, true));
    }
    if (in.accept("CREATE", "SOURCE") || in.accept("REDACTED", "CREATE", "SOURCE")) {
      return Optional.of(SourceGrammar.showCreate(in));
    }
    if (in.accept("HISTORY", "OF")) {
      return Optional.of(ConnectionGrammar.showHistory(in));
    }
    if (in.at("CREATE", "SECRET") || in.at("REDACTED", "CREATE", "SECRET")) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "the value of a secret cannot be read back")
          .withHint("SHOW SECRETS lists the secrets by name.")
          .at(in.peek().position())
          .refusal();
    }
    return ShowGrammar.show(in);
  }

  @Override
  public String format(Statement statement) {
    return text.of(statement);
  }

  @Override
  public String show(Statement.CreateConnection made, boolean redacted) {
    return text.laidOut(made, redacted);
  }
}
