package io.fairlead.sql.databend;

import io.fairlead.base.Problem;
import io.fairlead.model.Kind;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Optional;

/// Databend's statements about connections, external tables and stages. This class knows which words
/// begin a statement; the grammars read the rest.
public final class DatabendDialect implements Dialect {
  static final String NAME = "databend";

  private final ConnectionGrammar connections;
  private final TableGrammar tables;
  private final StageGrammar stages;
  private final FileGrammar files;
  private final StagedGrammar staged;
  private final DatabendText text;

  public DatabendDialect(Vocabulary vocabulary) {
    Spellings spellings = new Spellings(vocabulary);
    OptionGrammar options = new OptionGrammar(spellings, vocabulary);
    this.connections = new ConnectionGrammar(spellings, options);
    this.tables = new TableGrammar(options);
    this.stages = new StageGrammar(options);
    this.files = new FileGrammar(options);
    this.staged = new StagedGrammar(options, files);
    this.text = new DatabendText(spellings, vocabulary);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reading read(String statement) {
    return StagedGrammar.mayBe(statement)
        ? TokenReader.read(statement, in -> statement(in).or(() -> staged.read(in)))
        : TokenReader.read(statement, this::statement);
  }

  @Override
  public Reading readInStorage(String statement) {
    return TokenReader.read(statement, tables::createInStorage);
  }

  private Optional<Statement> statement(TokenReader in) {
    if (in.at("CREATE")) {
      return create(in);
    }
    if (in.at("ALTER")) {
      return alter(in);
    }
    if (in.at("DROP")) {
      return drop(in);
    }
    if (in.at("SHOW")) {
      return show(in);
    }
    if (in.atOneOf("DESC", "DESCRIBE")) {
      return describe(in);
    }
    if (in.atOneOf("GRANT", "REVOKE")) {
      return AccessGrammar.read(in);
    }
    return files.read(in);
  }

  private Optional<Statement> create(TokenReader in) {
    return connections
        .create(in)
        .or(() -> tables.create(in))
        .or(() -> stages.create(in))
        .or(() -> DatabaseGrammar.create(in))
        .or(() -> TagGrammar.create(in));
  }

  private Optional<Statement> alter(TokenReader in) {
    return TagGrammar.alter(in)
        .or(() -> connections.rebind(in))
        .or(() -> tables.alter(in))
        .or(() -> stages.alter(in))
        .or(() -> DatabaseGrammar.alter(in));
  }

  /// DROP TABLE is the session's to decide: it may be a table of the engine.
  private static Optional<Statement> drop(TokenReader in) {
    if (in.accept("DROP", "CONNECTION")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.CONNECTION));
    }
    if (in.accept("DROP", "STAGE")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.STAGE));
    }
    if (in.accept("DROP", "TAG")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.TAG));
    }
    return in.accept("DROP", "DATABASE")
        ? Optional.of(ObjectGrammar.drop(in, Kind.SCHEMA))
        : Optional.empty();
  }

  private static Optional<Statement> show(TokenReader in) {
    if (in.accept("SHOW", "CONNECTIONS")) {
      return Optional.of(new Statement.ShowStorage(Kind.CONNECTION, Optional.empty()));
    }
    if (in.accept("SHOW", "STAGES")) {
      return Optional.of(new Statement.ShowStorage(Kind.STAGE, Optional.empty()));
    }
    if (in.accept("SHOW", "TAGS")) {
      return Optional.of(new Statement.ShowStorage(Kind.TAG, Optional.empty()));
    }
    if (in.accept("SHOW", "CREATE", "TABLE")) {
      return Optional.of(new Statement.ShowCreateTable(in.objectName("the name of a table")));
    }
    if (in.accept("SHOW", "DEPENDANTS", "OF")) {
      Kind kind =
          in.accept("STAGE")
              ? Kind.STAGE
              : in.accept("TABLE") ? Kind.TABLE : connectionKind(in);
      return Optional.of(
          new Statement.ShowDependants(kind, ObjectGrammar.name(in, kind)));
    }
    if (in.accept("SHOW", "HISTORY", "OF")) {
      Kind kind =
          in.accept("STAGE")
              ? Kind.STAGE
              : in.accept("TABLE") ? Kind.TABLE : connectionKind(in);
      return Optional.of(new Statement.ShowHistory(kind, ObjectGrammar.name(in, kind)));
    }
    return Optional.empty();
  }

  private static Kind connectionKind(TokenReader in) {
    in.expect("CONNECTION");
    return Kind.CONNECTION;
  }

  private static Optional<Statement> describe(TokenReader in) {
    if (isTable(in)) {
      in.next();
      in.accept("TABLE");
      return Optional.of(new Statement.DescribeTable(in.objectName("the name of a table")));
    }
    boolean connection = in.peek(1).is("CONNECTION");
    if ((!connection && !in.peek(1).is("STAGE")) || !in.peek(2).isName()) {
      return Optional.empty();
    }
    in.next();
    in.next();
    Kind kind = connection ? Kind.CONNECTION : Kind.STAGE;
    return Optional.of(
        new Statement.ShowStorage(kind, Optional.of(ObjectGrammar.name(in, kind))));
  }

  /// `DESC [TABLE] name`. Other objects have a word for their kind before the name.
  private static boolean isTable(TokenReader in) {
    if (in.peek(1).is("TABLE")) {
      return in.peek(2).isName();
    }
    int ahead = 2;
    while (in.peek(ahead).isSymbol(".") && in.peek(ahead + 1).isName()) {
      ahead += 2;
    }
    Token behind = in.peek(ahead);
    return in.peek(1).isName()
        && (behind.kind() == Token.Kind.END || behind.isSymbol(";"));
  }

  @Override
  public String format(Statement statement) {
    return text.of(statement);
  }

  @Override
  public String show(Statement.CreateConnection made, boolean redacted) {
    return text.laidOut(made, redacted);
  }

  @Override
  public Problem voiced(Problem problem) {
    return ErrorVoice.of(problem);
  }
}
