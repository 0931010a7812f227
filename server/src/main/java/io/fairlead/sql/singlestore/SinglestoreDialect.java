package io.fairlead.sql.singlestore;

import io.fairlead.base.Refusal;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.Reading;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;

/// What clients of SingleStore and MySQL say.
public final class SinglestoreDialect implements Dialect {
  @Override
  public String name() {
    return "singlestore";
  }

  @Override
  public Lexis lexis() {
    return MysqlLexis.INSTANCE;
  }

  @Override
  public Reading read(String statement) {
    try {
      return TokenReader.read(MysqlLexis.INSTANCE.standard(statement), SessionGrammar::statement);
    } catch (Refusal unfinished) {
      return new Reading.Wrong(unfinished.problem(), 1);
    }
  }

  @Override
  public String format(Statement statement) {
    return StandardText.of(statement)
        .orElseThrow(() -> new IllegalArgumentException("not a statement of this dialect"));
  }
}
