package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// An expression in a pipeline, as the engine spells it: names in double quotes, texts in single ones,
/// and a variable `@v` as a column with that name.
final class EngineExpression {
  private EngineExpression() {}

  /// The new row of a key that is there already.
  static final String NEW_ROW = "excluded.";

  /// Up to a comma, a closing parenthesis or a word that begins the next clause.
  static String read(TokenReader in) {
    return read(in, false);
  }

  /// The same behind ON DUPLICATE KEY UPDATE, where `VALUES(column)` is of the new row.
  static String ofDuplicate(TokenReader in) {
    return read(in, true);
  }

  private static String read(TokenReader in, boolean duplicate) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    int end = -1;
    while (!in.atEnd() && (depth > 0 || !isOver(in))) {
      Token token = in.peek();
      if (!text.isEmpty() && token.start() != end) {
        text.append(' ');
      }
      if (duplicate && in.at("VALUES") && in.peek(1).isSymbol("(")) {
        in.expect("VALUES");
        in.expectSymbol("(");
        text.append(NEW_ROW).append(quoted(in.identifier("the name of a column")));
        in.expectSymbol(")");
        end = -1;
        continue;
      }
      if (token.isSymbol("(")) {
        in.checkNesting(++depth);
      } else if (token.isSymbol(")")) {
        depth--;
      }
      Optional<String> variable = variable(in);
      if (variable.isPresent()) {
        text.append(quoted(variable.get()));
        end = -1;
        continue;
      }
      end = in.next().end();
      switch (token.kind()) {
        case QUOTED -> text.append(quoted(token.text()));
        case TEXT -> text.append('\'').append(token.text().replace("'", "''")).append('\'');
        case WORD, NUMBER, SYMBOL -> text.append(token.text());
        case PARAMETER, END ->
            throw in.problem(
                ProblemKind.NOT_SUPPORTED, "an expression of a pipeline has no parameters");
      }
    }
    if (text.isEmpty() || depth > 0) {
      throw in.unexpected("an expression");
    }
    return text.toString();
  }

  private static boolean isOver(TokenReader in) {
    return in.atSymbol(",")
        || in.atSymbol(")")
        || in.atOneOf("WHERE", "SET")
        || in.at("ON", "DUPLICATE")
        || in.at("NULL", "DEFINED");
  }

  /// `@name`, when it comes next.
  static Optional<String> variable(TokenReader in) {
    if (in.peek().kind() == Token.Kind.WORD && in.peek().text().startsWith("@")) {
      return Optional.of(in.next().text());
    }
    return in.acceptSymbol("@")
        ? Optional.of("@" + in.identifier("the name of a variable"))
        : Optional.empty();
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
