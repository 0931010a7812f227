package io.fairlead.sql.singlestore;

import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Optional;

/// Statements about links.
final class LinkStatements implements Family {
  LinkStatements(Vocabulary vocabulary) {}

  @Override
  public Optional<Statement> read(TokenReader in) {
    return in.accept("DROP", "LINK")
        ? Optional.of(ObjectGrammar.drop(in, Kind.CONNECTION))
        : Optional.empty();
  }

  @Override
  public Optional<String> write(Statement statement) {
    return Optional.empty();
  }
}
