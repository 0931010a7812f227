package io.fairlead.sql;

/// One token of a statement.
///
/// @param text what it means: a word or quoted identifier as a name (unquoted ones folded to lower
///     case), a text without its quotes and escapes, a number or symbol as written, the number of a
///     parameter
/// @param start where it begins in the statement, in Java's units
/// @param end where it ends
/// @param position where it begins, in characters from 1, as messages count
public record Token(Kind kind, String text, int start, int end, int position) {
  /// The kinds of tokens.
  public enum Kind {
    /// A keyword or an unquoted identifier; which of the two depends on where it stands.
    WORD("a word"),
    QUOTED("a quoted identifier"),
    TEXT("a text"),
    NUMBER("a number"),
    PARAMETER("a parameter"),
    SYMBOL("a symbol"),
    END("the end of the statement");

    private final String phrase;

    Kind(String phrase) {
      this.phrase = phrase;
    }

    /// How messages name a token without quoting it.
    public String phrase() {
      return phrase;
    }
  }

  /// Whether this is `keyword`, given in upper case, whatever its case here.
  public boolean is(String keyword) {
    if (kind != Kind.WORD || text.length() != keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (Letters.upper(text.charAt(i)) != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /// Whether it can be a name as it stands.
  public boolean isName() {
    return kind == Kind.QUOTED || (kind == Kind.WORD && !PrintedName.isReserved(text));
  }

  /// Without the text: it may be a secret.
  @Override
  public String toString() {
    return kind + "@" + position;
  }
}
