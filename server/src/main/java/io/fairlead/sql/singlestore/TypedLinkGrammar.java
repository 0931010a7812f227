package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// `[CONFIG '{…}'] [CREDENTIALS '{…}']`, in either order: a connection that is typed where otherwise the
/// name of a link stands, `S3 'bucket/path' CONFIG '{…}' CREDENTIALS '{…}'`. None of both is a place
/// that is open to everybody.
final class TypedLinkGrammar {
  private TypedLinkGrammar() {}

  /// Stands behind the path. What follows in the statement is told in no message.
  static StorageClause.AsLink read(TokenReader in) {
    in.conceal();
    Optional<LinkClause.Whole> config = Optional.empty();
    Optional<LinkClause.Whole> credentials = Optional.empty();
    while (in.atOneOf("CONFIG", "CREDENTIALS")) {
      if (in.accept("CONFIG")) {
        mustBeFirst(in, "CONFIG", config);
        config = Optional.of(whole(in, "CONFIG"));
      } else {
        in.expect("CREDENTIALS");
        mustBeFirst(in, "CREDENTIALS", credentials);
        credentials = Optional.of(whole(in, "CREDENTIALS"));
      }
    }
    return new StorageClause.AsLink(config, credentials);
  }

  static void mustBeFirst(TokenReader in, String clause, Optional<?> before) {
    if (before.isPresent()) {
      throw in.problem(ProblemKind.SYNTAX, clause + " specified more than once");
    }
  }

  /// The JSON behind its word.
  static LinkClause.Whole whole(TokenReader in, String clause) {
    int position = in.peek().position();
    String text = in.text("a JSON object in quotes");
    return new LinkClause.Whole(text, JsonObject.read(text, clause, position));
  }
}
