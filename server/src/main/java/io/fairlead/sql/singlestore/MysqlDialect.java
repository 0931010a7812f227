package io.fairlead.sql.singlestore;

import io.fairlead.sql.Dialect;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;

/// What every client of the MySQL protocol says, whatever its vendor: SET as MySQL writes it. The rest
/// is what clients of any protocol say.
public final class MysqlDialect implements Dialect {
  private final Dialect rest;

  public MysqlDialect(Dialect rest) {
    this.rest = rest;
  }

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public Reading read(String statement) {
    Reading reading = TokenReader.read(statement, SetGrammar::statement);
    return reading instanceof Reading.NotMine ? rest.read(statement) : reading;
  }

  @Override
  public String format(Statement statement) {
    return rest.format(statement);
  }
}
