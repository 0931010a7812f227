package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a statement into tokens by PostgreSQL's rules. Comments are tokens too, so that they can be
/// taken out: DuckDB may end a comment elsewhere.
final class Tokens {
  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String text) {
    this.text = text;
  }

  /// Every token, comments among them, without an end token.
  static List<Token> of(String text) {
    if (text.length() > Limits.STATEMENT_CHARACTERS) {
      throw Refusal.of(ProblemKind.TOO_LARGE, "the statement is too long");
    }
    return new Tokens(text).cut();
  }

  private List<Token> cut() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        next();
        if (tokens.size() > Limits.STATEMENT_TOKENS) {
          throw Refusal.of(ProblemKind.TOO_LARGE, "the statement has too many words");
        }
      }
    }
    return tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (text.startsWith("--", at)) {
      int line = text.indexOf('\n', at);
      add(Token.Kind.COMMENT, line < 0 ? text.length() : line);
    } else if (text.startsWith("/*", at)) {
      add(Token.Kind.COMMENT, blockCommentEnd());
    } else if (c == '\'') {
      add(Token.Kind.STRING, quotedEnd(at + 1, '\'', false));
    } else if (c == '"') {
      int end = quotedEnd(at + 1, '"', false);
      add(Token.Kind.QUOTED_NAME, end, text.substring(at + 1, end - 1).replace("\"\"", "\""));
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(after()))) {
      add(Token.Kind.NUMBER, numberEnd());
    } else if (isNameStart(c)) {
      word();
    } else {
      add(Token.Kind.SYMBOL, symbolEnd());
    }
  }

  private char after() {
    return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
  }

  private void word() {
    char c = text.charAt(at);
    boolean prefixed = after() == '\'';
    if (prefixed && "eE".indexOf(c) >= 0) {
      add(Token.Kind.STRING, quotedEnd(at + 2, '\'', true));
    } else if (prefixed && "bBxXnN".indexOf(c) >= 0) {
      add(Token.Kind.STRING, quotedEnd(at + 2, '\'', false));
    } else {
      int end = at + 1;
      while (end < text.length() && isNamePart(text.charAt(end))) {
        end++;
      }
      add(Token.Kind.WORD, end, text.substring(at, end).toLowerCase(Locale.ROOT));
    }
  }

  private void dollar() {
    int end = at + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    if (end > at + 1) {
      add(Token.Kind.PARAMETER, end, text.substring(at + 1, end));
      return;
    }
    while (end < text.length() && isNamePart(text.charAt(end)) && text.charAt(end) != '$') {
      end++;
    }
    if (end == text.length() || text.charAt(end) != '$') {
      add(Token.Kind.SYMBOL, at + 1);
      return;
    }
    String tag = text.substring(at, end + 1);
    int close = text.indexOf(tag, end + 1);
    if (close < 0) {
      throw unfinished("dollar-quoted string");
    }
    add(Token.Kind.STRING, close + tag.length());
  }

  private int blockCommentEnd() {
    int depth = 1;
    int i = at + 2;
    while (depth > 0) {
      if (i >= text.length()) {
        throw unfinished("comment");
      }
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else {
        i++;
      }
    }
    return i;
  }

  private int quotedEnd(int from, char quote, boolean backslashes) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (backslashes && c == '\\') {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    throw unfinished(quote == '"' ? "quoted name" : "quoted string");
  }

  private int numberEnd() {
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean exponentSign =
          (c == '+' || c == '-') && end > at && "eE".indexOf(text.charAt(end - 1)) >= 0;
      if (!isDigit(c) && c != '.' && !isNamePart(c) && !exponentSign) {
        break;
      }
      end++;
    }
    return end;
  }

  private int symbolEnd() {
    char c = text.charAt(at);
    if (text.startsWith("::", at) || text.startsWith(":=", at)) {
      return at + 2;
    }
    if (OPERATOR_CHARACTERS.indexOf(c) < 0) {
      return at + 1;
    }
    int end = at + 1;
    while (end < text.length()
        && OPERATOR_CHARACTERS.indexOf(text.charAt(end)) >= 0
        && !text.startsWith("--", end)
        && !text.startsWith("/*", end)) {
      end++;
    }
    return end;
  }

  private void add(Token.Kind kind, int end) {
    add(kind, end, text.substring(at, end));
  }

  private void add(Token.Kind kind, int end, String value) {
    tokens.add(new Token(kind, at, end, value));
    at = end;
  }

  private Refusal unfinished(String what) {
    return Problem.of(ProblemKind.SYNTAX, "unterminated " + what).at(at + 1).refusal();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
