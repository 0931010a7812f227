package io.fairlead.sql.singlestore;

import java.util.Locale;

/// One token of a text in MySQL's spelling.
///
/// @param value what it means: a name or a text without its quotes and escapes; the digits of
///     hexadecimal bytes; other tokens as written
/// @param space what stands in front of it, where comments are one space
record MysqlToken(Kind kind, int start, int end, String value, String space) {
  enum Kind {
    WORD,
    /// In backticks, or one that begins with a digit.
    NAME,
    TEXT,
    BYTES,
    NUMBER,
    PARAMETER,
    /// `@@name`, `@name`.
    VARIABLE,
    SYMBOL
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && value.equalsIgnoreCase(word);
  }

  boolean isOneOf(String... words) {
    for (String word : words) {
      if (isWord(word)) {
        return true;
      }
    }
    return false;
  }

  /// The name of one of MySQL's collations, of which the engine has none.
  boolean isCollation() {
    return isName() && value.toLowerCase(Locale.ROOT).matches("(utf8|utf8mb3|utf8mb4|latin1)_\\w+|binary");
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && value.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }

  /// Without the value: it may be a secret.
  @Override
  public String toString() {
    return kind + "@" + start;
  }
}
