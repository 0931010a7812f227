package io.fairlead.sql.singlestore;

import io.fairlead.base.Refusal;
import io.fairlead.base.Problem;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Lexing;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.List;
import java.util.Optional;

/// SingleStore's statements, in MySQL's letters. This class knows which families of statements there
/// are; they are asked in their order, and the first that knows a statement reads it.
public final class SingleStoreDialect implements Dialect {
  public static final String NAME = "singlestore";

  private final LinkTypes types;
  private final List<Family> families;
  private final SelectIntoStatements selectInto;

  public SingleStoreDialect(Vocabulary vocabulary) {
    this.types = new LinkTypes(vocabulary);
    this.families =
        List.of(
            new LinkStatements(types),
            new RightsStatements(),
            new UserStatements(),
            new PipelineStatements(types),
            new FunctionStatements());
    this.selectInto = new SelectIntoStatements(types);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Lexis lexis() {
    return MysqlLexis.INSTANCE;
  }

  @Override
  public Reading read(String statement) {
    return read(statement, lexis());
  }

  @Override
  public Reading read(String statement, Lexis rules) {
    Reading reading = TokenReader.read(statement, Lexing.MYSQL, this::statement);
    if (reading instanceof Reading.NotMine) {
      reading = selectInto.read(statement, rules);
    }
    return reading instanceof Reading.NotMine
            && SessionGrammar.mayBe(new TokenReader(statement, Lexing.MYSQL))
        ? ofSession(statement)
        : reading;
  }

  /// Statements about the session and its tables, which hold pieces of queries. What MySQL's rules
  /// cannot read is somebody else's: a session of other rules asks too.
  private static Reading ofSession(String statement) {
    try {
      return TokenReader.read(MysqlLexis.INSTANCE.standard(statement), SessionGrammar::statement);
    } catch (Refusal unreadable) {
      return new Reading.NotMine();
    }
  }

  private Optional<Statement> statement(TokenReader in) {
    for (Family family : families) {
      Optional<? extends Statement> found = family.read(in);
      if (found.isPresent()) {
        return Optional.of(found.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public String format(Statement statement) {
    for (Family family : families) {
      Optional<String> text = family.write(statement);
      if (text.isPresent()) {
        return text.get();
      }
    }
    return selectInto
        .write(statement)
        .or(() -> StandardText.of(statement))
        .orElseThrow(() -> new IllegalArgumentException("not a statement of this dialect"));
  }

  @Override
  public String typeWord(String type) {
    return types.word(type);
  }

  /// What is shown is not for running: the credentials stand for themselves.
  @Override
  public String show(Statement.CreateConnection made, boolean redacted) {
    return LinkWriting.made(made, types);
  }

  @Override
  public String show(PipelineStatement.CreatePipeline made) {
    return new PipelineText(types).made(made);
  }

  @Override
  public Problem voiced(Problem problem) {
    return ErrorVoice.of(problem);
  }
}
