package io.fairlead.sql.singlestore;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.BackslashLiteral;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts a text into tokens by MySQL's rules with ANSI_QUOTES off: backticks are names, both other
/// quotes are texts with backslash escapes, `#` and `-- ` begin comments, and what stands in `/*! … */`
/// counts. Linear in the length of the text.
final class MysqlScanner {
  private static final String OPERATORS = "<=>!&|:";
  private static final Set<String> CHARACTER_SETS =
      Set.of("_ascii", "_binary", "_latin1", "_utf8", "_utf8mb3", "_utf8mb4");

  private static final List<String> LONG_OPERATORS =
      List.of("<=>", "<=", ">=", "<>", "!=", "&&", "||", "<<", ">>", ":=", "->>", "->", "::");

  private final String text;
  private final List<MysqlToken> tokens = new ArrayList<>();
  private int at;
  private int spaceStart;
  private boolean commented;
  private boolean inVersionComment;

  private MysqlScanner(String text) {
    this.text = text;
  }

  /// Every token, without comments.
  static List<MysqlToken> tokens(String text) {
    return new MysqlScanner(text).scan();
  }

  private List<MysqlToken> scan() {
    while (true) {
      spaceStart = at;
      commented = false;
      skipSpace();
      if (at >= text.length()) {
        return tokens;
      }
      if (tokens.size() >= Limits.STATEMENT_TOKENS) {
        throw Refusal.of(
            ProblemKind.TOO_LARGE,
            "statement has more than %d tokens".formatted(Limits.STATEMENT_TOKENS));
      }
      next();
    }
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        at++;
      } else if (c == '#' || isDashComment()) {
        commented = true;
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (text.startsWith("/*!", at)) {
        commented = true;
        inVersionComment = true;
        at += 3;
        while (isDigit(peek(0))) {
          at++;
        }
      } else if (inVersionComment && text.startsWith("*/", at)) {
        commented = true;
        inVersionComment = false;
        at += 2;
      } else if (text.startsWith("/*", at)) {
        commented = true;
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw unfinished("comment");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private boolean isDashComment() {
    return text.startsWith("--", at)
        && (at + 2 >= text.length() || text.charAt(at + 2) <= ' ');
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  private void next() {
    char c = peek(0);
    if (c == '\'' || c == '"') {
      quotedText(at, c);
    } else if (c == '`') {
      add(MysqlToken.Kind.NAME, quotedName(at));
    } else if ((c == 'x' || c == 'X') && peek(1) == '\'') {
      hexadecimal(at + 2, true);
    } else if ((c == 'n' || c == 'N') && peek(1) == '\'') {
      quotedText(at + 1, '\'');
    } else if (c == '0' && peek(1) == 'x' && isHexadecimal(peek(2))) {
      hexadecimal(at + 2, false);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !followsName())) {
      number();
    } else if (isWord(c)) {
      word();
    } else if (c == '@') {
      variable();
    } else if (c == '?') {
      add(MysqlToken.Kind.PARAMETER, at + 1, "");
    } else {
      symbol(c);
    }
  }

  /// `t.1` is no name of MySQL's, but `.5` behind a name is no number either.
  private boolean followsName() {
    return !tokens.isEmpty()
        && tokens.getLast().end() == at
        && tokens.getLast().kind() != MysqlToken.Kind.SYMBOL;
  }

  private void word() {
    int end = at;
    while (end < text.length() && (isWord(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    String word = text.substring(at, end);
    if (CHARACTER_SETS.contains(word.toLowerCase(Locale.ROOT)) && introduces(word, end)) {
      return;
    }
    add(MysqlToken.Kind.WORD, end, text.substring(at, end));
  }

  /// The name of a character set in front of a text: all texts are UTF-8, but some are bytes.
  private boolean introduces(String word, int end) {
    int next = end;
    while (charAt(next) == ' ') {
      next++;
    }
    char c = charAt(next);
    if (c == '\'' || c == '"') {
      quotedText(next, c, word.equalsIgnoreCase("_binary"));
      return true;
    }
    if ((c == 'x' || c == 'X') && charAt(next + 1) == '\'') {
      hexadecimal(next + 2, true);
      return true;
    }
    return false;
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private void quotedText(int from, char quote) {
    quotedText(from, quote, false);
  }

  private void quotedText(int from, char quote, boolean binary) {
    int end = endOfText(from, quote);
    String value = BackslashLiteral.meaning(text, from, end);
    if (binary) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      add(MysqlToken.Kind.BYTES, end, HexFormat.of().formatHex(bytes));
      return;
    }
    if (value.indexOf(0) >= 0) {
      throw Refusal.of(
          ProblemKind.INVALID_TEXT, "a text cannot hold the character with the code 0");
    }
    add(MysqlToken.Kind.TEXT, end, value);
  }

  /// Behind the last quote.
  private int endOfText(int from, char quote) {
    int i = from + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' || (c == quote && charAt(i + 1) == quote)) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else {
        return i + 1;
      }
    }
    throw unfinished("quoted text");
  }

  private String name = "";

  /// @return where it ends
  private int quotedName(int from) {
    int i = from + 1;
    while (i < text.length()) {
      if (text.charAt(i) != '`') {
        i++;
      } else if (charAt(i + 1) == '`') {
        i += 2;
      } else {
        name = text.substring(from + 1, i).replace("``", "`");
        return i + 1;
      }
    }
    throw unfinished("quoted name");
  }

  private void hexadecimal(int from, boolean quoted) {
    int end = from;
    while (isHexadecimal(charAt(end))) {
      end++;
    }
    String digits = text.substring(from, end);
    if (quoted && (charAt(end) != '\'' || digits.length() % 2 != 0)) {
      throw Refusal.of(ProblemKind.SYNTAX, "invalid hexadecimal literal");
    }
    add(
        MysqlToken.Kind.BYTES,
        quoted ? end + 1 : end,
        digits.length() % 2 == 0 ? digits : "0" + digits);
  }

  private void number() {
    int end = at;
    while (isDigit(charAt(end))) {
      end++;
    }
    if (charAt(end) == '.') {
      end++;
      while (isDigit(charAt(end))) {
        end++;
      }
    }
    if (charAt(end) == 'e' || charAt(end) == 'E') {
      int digits = charAt(end + 1) == '-' || charAt(end + 1) == '+' ? end + 2 : end + 1;
      if (isDigit(charAt(digits))) {
        end = digits;
        while (isDigit(charAt(end))) {
          end++;
        }
      }
    }
    if (isWord(charAt(end)) && text.substring(at, end).chars().allMatch(c -> c >= '0' && c <= '9')) {
      // A name may begin with digits.
      while (isWord(charAt(end)) || isDigit(charAt(end))) {
        end++;
      }
      add(MysqlToken.Kind.NAME, end, text.substring(at, end));
      return;
    }
    add(MysqlToken.Kind.NUMBER, end, text.substring(at, end));
  }

  /// `@@session.name`, `@name` or a lone `@`, as in front of a stage.
  private void variable() {
    int end = at + (peek(1) == '@' ? 2 : 1);
    if (charAt(end) == '`') {
      end = quotedName(end);
      add(MysqlToken.Kind.VARIABLE, end, text.substring(at, at + 1) + name);
      return;
    }
    while (isWord(charAt(end)) || isDigit(charAt(end)) || charAt(end) == '.') {
      end++;
    }
    add(MysqlToken.Kind.VARIABLE, end, text.substring(at, end));
  }

  private void symbol(char c) {
    if (OPERATORS.indexOf(c) >= 0 || c == '-') {
      for (String operator : LONG_OPERATORS) {
        if (text.startsWith(operator, at)) {
          add(MysqlToken.Kind.SYMBOL, at + operator.length(), operator);
          return;
        }
      }
    }
    add(MysqlToken.Kind.SYMBOL, at + 1, String.valueOf(c));
  }

  private void add(MysqlToken.Kind kind, int end) {
    add(kind, end, name);
  }

  private void add(MysqlToken.Kind kind, int end, String value) {
    String space = commented ? " " : text.substring(spaceStart, at);
    tokens.add(new MysqlToken(kind, at, end, value, space));
    at = end;
  }

  private static Refusal unfinished(String what) {
    return Problem.of(ProblemKind.SYNTAX, "unterminated " + what).refusal();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHexadecimal(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
  }
}
