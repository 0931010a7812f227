package io.fairlead.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds where tokens begin and end, without looking at what they mean. Each character is looked at a
/// bounded number of times.
final class Scanner {
  /// How a text is written.
  enum Form {
    PLAIN,
    ESCAPED,
    DOLLAR,
    /// MySQL's, in single or double quotes.
    BACKSLASHES
  }

  /// Longer operators do not exist; the bound keeps the scan linear.
  private static final int OPERATOR_CHARACTERS = 64;

  private static final String OPERATOR = "~!@#^&|`?+-*/%<>=";
  private static final String MAY_END_IN_SIGN = "~!@#^&|`?%";

  /// Every other operator of MySQL's is one character; longer ones stand first.
  private static final List<String> MYSQL_OPERATORS =
      List.of(
          "->>", "<=>", "!=", "&&", "->", "::", ":=", "<<", "<=", "<>", ">=", ">>", "@@", "||");

  private final String text;
  private final boolean mysql;
  private int start;
  private int end;
  private Token.Kind kind = Token.Kind.END;
  private Form form = Form.PLAIN;
  private @Nullable String fault;

  Scanner(String text, Lexing lexing) {
    this.text = text;
    this.mysql = lexing == Lexing.MYSQL;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  Token.Kind kind() {
    return kind;
  }

  Form form() {
    return form;
  }

  /// What is wrong with this token, null when nothing; after a fault comes only the end.
  @Nullable String fault() {
    return fault;
  }

  /// Moves to the next token.
  void next() {
    fault = null;
    start = end;
    skipSpace();
    if (fault != null) {
      return;
    }
    if (start >= text.length()) {
      end = start;
      kind = Token.Kind.END;
      return;
    }
    char first = text.charAt(start);
    char second = at(start + 1);
    if ((first == 'e' || first == 'E') && second == '\'' && !mysql) {
      quotedText(start + 1, Form.ESCAPED);
    } else if (startsWord(first)) {
      kind = Token.Kind.WORD;
      end = endOfWord(start, true);
    } else if (mysql && (first == '\'' || first == '"')) {
      backslashText(first);
    } else if (first == '\'') {
      quotedText(start, Form.PLAIN);
    } else if (first == (mysql ? '`' : '"')) {
      quotedIdentifier(first);
    } else if (isDigit(first) || (first == '.' && isDigit(second))) {
      number();
    } else if (first == '$') {
      dollar();
    } else {
      symbol(first, second);
    }
  }

  /// Moves `start` over space and comments.
  private void skipSpace() {
    while (start < text.length()) {
      char c = text.charAt(start);
      if (isSpace(c)) {
        start++;
      } else if (isLineComment(start)) {
        start = endOfLine(start);
      } else if (c == '/' && at(start + 1) == '*') {
        int after = endOfComment(start);
        if (after < 0) {
          broken(Token.Kind.SYMBOL, "unterminated /* comment");
          return;
        }
        start = after;
      } else {
        return;
      }
    }
  }

  /// MySQL wants space behind `--`, so that `5--1` is arithmetic.
  private boolean isLineComment(int i) {
    boolean dashes = at(i) == '-' && at(i + 1) == '-';
    if (!mysql) {
      return dashes;
    }
    boolean apart = i + 2 >= text.length() || isSpace(at(i + 2));
    return at(i) == '#' || (dashes && apart);
  }

  private int endOfLine(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  /// Comments nest, but not MySQL's. Negative when it has no end.
  private int endOfComment(int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' && at(i + 1) == '*' && !(mysql && depth > 0)) {
        depth++;
        i++;
      } else if (c == '*' && at(i + 1) == '/') {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /// A text in single quotes. One that follows after a line break goes on with it.
  private void quotedText(int quote, Form newForm) {
    kind = Token.Kind.TEXT;
    form = newForm;
    int i = quote + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && newForm == Form.ESCAPED) {
        i += 2;
      } else if (c != '\'') {
        i++;
      } else if (at(i + 1) == '\'') {
        i += 2;
      } else {
        int next = continued(i + 1);
        if (next < 0) {
          end = i + 1;
          return;
        }
        i = next + 1;
      }
    }
    broken(Token.Kind.TEXT, "unterminated quoted text");
  }

  /// Where the quote stands that goes on with a text that ended before `from`; negative for none.
  private int continued(int from) {
    boolean lineBreak = false;
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      lineBreak |= text.charAt(i) == '\n' || text.charAt(i) == '\r';
      i++;
    }
    return lineBreak && at(i) == '\'' ? i : -1;
  }

  private void backslashText(char quote) {
    kind = Token.Kind.TEXT;
    form = Form.BACKSLASHES;
    int i = start + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' || (c == quote && at(i + 1) == quote)) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else {
        end = i + 1;
        return;
      }
    }
    broken(Token.Kind.TEXT, "unterminated quoted text");
  }

  private void quotedIdentifier(char quote) {
    kind = Token.Kind.QUOTED;
    int i = start + 1;
    while (i < text.length()) {
      if (text.charAt(i) != quote) {
        i++;
      } else if (at(i + 1) == quote) {
        i += 2;
      } else {
        end = i + 1;
        return;
      }
    }
    broken(Token.Kind.QUOTED, "unterminated quoted identifier");
  }

  private void number() {
    kind = Token.Kind.NUMBER;
    int i = start;
    boolean point = false;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isDigit(c) || (c == '_' && isDigit(at(i + 1)))) {
        i++;
      } else if (c == '.' && !point && at(i + 1) != '.') {
        point = true;
        i++;
      } else if ((c == 'e' || c == 'E') && isExponent(i + 1)) {
        i += 2;
        while (isDigit(at(i))) {
          i++;
        }
        break;
      } else {
        break;
      }
    }
    end = i;
    if (startsWord(at(i))) {
      end = endOfWord(i, true);
      fault = "trailing junk after a number";
    }
  }

  private boolean isExponent(int i) {
    return isDigit(at(i)) || ((at(i) == '+' || at(i) == '-') && isDigit(at(i + 1)));
  }

  /// `$1`, `$$…$$` or `$tag$…$tag$`.
  private void dollar() {
    int i = start + 1;
    if (isDigit(at(i))) {
      kind = Token.Kind.PARAMETER;
      while (isDigit(at(i))) {
        i++;
      }
      end = i;
      return;
    }
    int closing = startsWord(at(i)) ? endOfWord(i, false) : i;
    if (mysql || at(closing) != '$') {
      kind = Token.Kind.SYMBOL;
      end = start + 1;
      return;
    }
    kind = Token.Kind.TEXT;
    form = Form.DOLLAR;
    String tag = text.substring(start, closing + 1);
    int found = text.indexOf(tag, closing + 1);
    if (found < 0) {
      broken(Token.Kind.TEXT, "unterminated dollar-quoted text");
    } else {
      end = found + tag.length();
    }
  }

  private void symbol(char first, char second) {
    kind = Token.Kind.SYMBOL;
    if (mysql) {
      end = start + mysqlOperator();
    } else if (OPERATOR.indexOf(first) >= 0) {
      end = endOfOperator();
    } else if (first == ':' && (second == ':' || second == '=')) {
      end = start + 2;
    } else {
      end = start + 1;
    }
  }

  private int mysqlOperator() {
    for (String operator : MYSQL_OPERATORS) {
      if (text.startsWith(operator, start)) {
        return operator.length();
      }
    }
    return 1;
  }

  /// As long as possible, but a comment ends it, and only an operator with an unusual character may
  /// end in a sign: `=-1` is `=` and `-1`.
  private int endOfOperator() {
    int i = start;
    boolean maySign = false;
    while (i < text.length() && i - start < OPERATOR_CHARACTERS) {
      char c = text.charAt(i);
      boolean comment = (c == '-' && at(i + 1) == '-') || (c == '/' && at(i + 1) == '*');
      if (OPERATOR.indexOf(c) < 0 || comment) {
        break;
      }
      maySign |= MAY_END_IN_SIGN.indexOf(c) >= 0;
      i++;
    }
    while (!maySign && i > start + 1 && (text.charAt(i - 1) == '-' || text.charAt(i - 1) == '+')) {
      i--;
    }
    return i;
  }

  private void broken(Token.Kind newKind, String newFault) {
    kind = newKind;
    fault = newFault;
    end = text.length();
  }

  private int endOfWord(int from, boolean dollars) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!startsWord(c) && !isDigit(c) && !(dollars && c == '$')) {
        break;
      }
      i++;
    }
    return i;
  }

  /// The character there, NUL beyond the end.
  private char at(int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean startsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
