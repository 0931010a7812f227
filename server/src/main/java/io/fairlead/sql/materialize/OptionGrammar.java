package io.fairlead.sql.materialize;

import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `NAME [=] value`: names of several words and values of many shapes.
///
/// Since the `=` may be left out, `HOST KEY` can be the option HOST with the value `key` or the
/// option HOST KEY. The longest known spelling that leaves a value wins.
final class OptionGrammar {
  /// More words than any option has; a longer row is no name.
  private static final int MOST_WORDS = 8;

  private final Spellings spellings;

  OptionGrammar(Spellings spellings) {
    this.spellings = spellings;
  }

  OptionEdit.Set option(TokenReader in) {
    int position = in.peek().position();
    String key = spellings.option(in, wordsOfName(in));
    in.conceal();
    boolean equals = in.acceptSymbol("=");
    OptionLiteral value = !equals && endsHere(in) ? new OptionLiteral.Missing() : value(in, 1);
    return new OptionEdit.Set(key, value, position);
  }

  /// A name without a value, as in RESET.
  OptionEdit.Reset name(TokenReader in) {
    int position = in.peek().position();
    return new OptionEdit.Reset(spellings.option(in, row(in)), position);
  }

  private static boolean endsHere(TokenReader in) {
    return in.atEnd() || in.atSymbol(",") || in.atSymbol(")") || in.at("WITH");
  }

  /// All the words at the cursor, and a number where it belongs to the name: `PUBLIC KEY 1`.
  private int row(TokenReader in) {
    int words = Spellings.wordsInRow(in, MOST_WORDS + 1);
    if (words == 0 || words > MOST_WORDS) {
      throw in.unexpected("the name of an option");
    }
    boolean number = in.peek(words).kind() == Token.Kind.NUMBER;
    boolean belongs =
        number && (in.peek(words + 1).isSymbol("=") || spellings.isOption(in, words + 1));
    return belongs ? words + 1 : words;
  }

  /// How many of the words at the cursor are the name; the others are the value.
  private int wordsOfName(TokenReader in) {
    int row = row(in);
    Token after = in.peek(row);
    if (isVersionOfSecret(in, row)) {
      return row - 3;
    }
    if (after.isSymbol("(") && isNameOfConnection(in, row)) {
      return row - 1;
    }
    if (after.isSymbol("=") || (beginsValue(after) && after.kind() != Token.Kind.QUOTED)) {
      return row;
    }
    boolean valueFollows = after.kind() == Token.Kind.QUOTED;
    for (int count = row; count > 0; count--) {
      boolean fits = valueFollows ? leavesNothing(in, count, row) : leavesName(in, count, row);
      if (fits && spellings.isOption(in, count)) {
        return count;
      }
    }
    if (spellings.isOption(in, row)) {
      return row;
    }
    return wordsOfUnknownName(in, row, valueFollows);
  }

  /// Whether the last words of the row are `SECRET name VERSION`, with the number behind them.
  private static boolean isVersionOfSecret(TokenReader in, int row) {
    return row > 3
        && in.peek(row).kind() == Token.Kind.NUMBER
        && in.peek(row - 1).is("VERSION")
        && in.peek(row - 3).is("SECRET");
  }

  /// Whether the last word of the row is a value with details behind it: `AWS PRIVATELINK pl (…)`.
  private boolean isNameOfConnection(TokenReader in, int row) {
    return row > 1 && !spellings.isOption(in, row) && spellings.isOption(in, row - 1);
  }

  /// The words of the value must not become part of a name that a message quotes.
  private static int wordsOfUnknownName(TokenReader in, int row, boolean valueFollows) {
    int value = valueFollows ? 0 : 1;
    boolean secret = row > value + 1 && in.peek(row - value - 1).is("SECRET");
    return Math.max(1, row - value - (secret ? 1 : 0));
  }

  /// Whether `SECRET` at most stands between the name and a quoted identifier.
  private static boolean leavesNothing(TokenReader in, int count, int row) {
    return count == row || (count == row - 1 && in.peek(count).is("SECRET"));
  }

  /// Whether `word` or `SECRET word` stands behind the name.
  private static boolean leavesName(TokenReader in, int count, int row) {
    return count == row - 1 || (count == row - 2 && in.peek(count).is("SECRET"));
  }

  private static boolean beginsValue(Token token) {
    return switch (token.kind()) {
      case TEXT, NUMBER, PARAMETER, QUOTED -> true;
      case SYMBOL ->
          token.isSymbol("(") || token.isSymbol("[") || token.isSymbol("-") || token.isSymbol("+");
      case WORD, END -> false;
    };
  }

  private OptionLiteral value(TokenReader in, int depth) {
    Token token = in.peek();
    return switch (token.kind()) {
      case TEXT -> RouteGrammar.address(in);
      case NUMBER -> new OptionLiteral.Digits(in.next().text());
      case QUOTED -> word(in);
      case WORD -> RouteGrammar.atRule(in) ? RouteGrammar.rule(in) : word(in);
      case SYMBOL -> symbol(in, depth);
      case PARAMETER, END -> throw in.unexpected("a value");
    };
  }

  private static OptionLiteral word(TokenReader in) {
    if (in.at("TRUE") || in.at("FALSE")) {
      return new OptionLiteral.Flag(in.flag());
    }
    if (in.at("SECRET") && in.peek(1).isName()) {
      in.next();
      return secretName(in);
    }
    Token token = in.peek();
    if (!token.isName() && !in.peek(1).isSymbol(".")) {
      in.next();
      return new OptionLiteral.Word(new ObjectName(null, null, token.text(), token.position()));
    }
    return RouteGrammar.connection(in, in.objectName("a value"));
  }

  private static OptionLiteral secretName(TokenReader in) {
    ObjectName name = in.objectName("the name of a secret");
    if (!in.at("VERSION") || in.peek(1).kind() != Token.Kind.NUMBER) {
      return new OptionLiteral.SecretName(name, Optional.empty());
    }
    in.next();
    return new OptionLiteral.SecretName(name, Optional.of(in.positive("the number of a version")));
  }

  private OptionLiteral symbol(TokenReader in, int depth) {
    if (in.atSymbol("(") || in.atSymbol("[")) {
      return list(in, depth);
    }
    boolean minus = in.atSymbol("-");
    boolean sign = minus || in.atSymbol("+");
    if (!sign || in.peek(1).kind() != Token.Kind.NUMBER) {
      throw in.unexpected("a value");
    }
    in.next();
    return new OptionLiteral.Digits((minus ? "-" : "") + in.next().text());
  }

  private OptionLiteral list(TokenReader in, int depth) {
    in.checkNesting(depth);
    String closing = in.next().isSymbol("(") ? ")" : "]";
    List<OptionLiteral> values = new ArrayList<>();
    do {
      values.add(value(in, depth + 1));
    } while (in.acceptSymbol(","));
    if (!in.acceptSymbol(closing)) {
      throw in.unexpected("\",\" or \"" + closing + "\"");
    }
    return new OptionLiteral.Items(values);
  }
}
