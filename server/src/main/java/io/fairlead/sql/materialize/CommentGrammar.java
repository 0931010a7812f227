package io.fairlead.sql.materialize;

import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// COMMENT ON.
final class CommentGrammar {
  private CommentGrammar() {}

  /// Stands in front of the statement; empty when it comments on what the engine keeps.
  static Optional<Statement> comment(TokenReader in) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.TABLE && in.accept("COMMENT", "ON", kind.keyword())) {
        ObjectName name = ObjectGrammar.name(in, kind);
        in.expect("IS");
        String text = in.accept("NULL") ? null : in.text("a quoted text or NULL");
        return Optional.of(new Statement.Comment(kind, name, text));
      }
    }
    return Optional.empty();
  }
}
