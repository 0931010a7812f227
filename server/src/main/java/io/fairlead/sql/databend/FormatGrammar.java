package io.fairlead.sql.databend;

import io.fairlead.sql.FormatClause;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `FILE_FORMAT = (TYPE = CSV, FIELD_DELIMITER = ',' …)` and further options of a copy. None of their
/// values is a secret.
final class FormatGrammar {
  private FormatGrammar() {}

  /// When it comes next.
  static FormatClause format(TokenReader in) {
    if (!in.accept("FILE_FORMAT")) {
      return FormatClause.NONE;
    }
    in.expectSymbol("=");
    return inParentheses(in);
  }

  static FormatClause inParentheses(TokenReader in) {
    in.expectSymbol("(");
    Map<String, String> options = new TreeMap<>();
    while (!in.atSymbol(")")) {
      String key = key(in);
      in.expectSymbol("=");
      options.put(key, value(in));
      in.acceptSymbol(",");
    }
    in.expectSymbol(")");
    Optional<String> type = Optional.ofNullable(options.remove("type")).map(Letters::lower);
    return new FormatClause(type, options);
  }

  static String key(TokenReader in) {
    return Letters.lower(in.optionName());
  }

  /// A text, a number, a flag or a word.
  static String value(TokenReader in) {
    Token token = in.peek();
    return switch (token.kind()) {
      case TEXT, NUMBER, WORD, QUOTED -> in.next().text();
      case SYMBOL, PARAMETER, END -> throw in.unexpected("a value");
    };
  }
}
