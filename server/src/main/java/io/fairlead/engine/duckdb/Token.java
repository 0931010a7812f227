package io.fairlead.engine.duckdb;

import java.util.Locale;

/// A piece of a statement with the place where it stands in the text.
///
/// @param start the index of its first character, from 0
/// @param end the index after its last character
/// @param value what it means: a bare word in lower case, a quoted name without its quotes; for
///     strings the text as written
record Token(Kind kind, int start, int end, String value) {
  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL,
    COMMENT,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && value.equals(word);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && value.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /// A name as DuckDB compares it: without regard to case, quoted or not.
  String folded() {
    return value.toLowerCase(Locale.ROOT);
  }
}
