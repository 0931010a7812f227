package io.fairlead.sql.singlestore;

import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Lexing;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a query says INTO a place outside of the server. An INTO in a text, a comment, a name or
/// within parentheses is none, nor is that of INSERT, of a variable or of a table.
///
/// @param end of the query in front of it
/// @param start where INTO begins
record IntoPlace(int end, int start) {
  private static final String INTO = "INTO";

  /// Words in front of an INTO that names a table.
  private static final List<String> INSERTING =
      List.of("INSERT", "REPLACE", "MERGE", "IGNORE", "DELAYED", "LOW_PRIORITY", "HIGH_PRIORITY");

  /// @param rules by which the text is written; what they cannot read is somebody else's
  static Optional<IntoPlace> find(String text, Lexis rules) {
    if (!mayBe(text)) {
      return Optional.empty();
    }
    try {
      return find(
          text,
          rules.equals(MysqlLexis.INSTANCE) ? mysql(text) : new TokenReader(text)::next);
    } catch (Refusal unreadable) {
      return Optional.empty();
    }
  }

  /// Cheap, for the many that have no such word.
  private static boolean mayBe(String text) {
    for (int i = 0; i + INTO.length() <= text.length(); i++) {
      if (text.regionMatches(true, i, INTO, 0, INTO.length())) {
        return true;
      }
    }
    return false;
  }

  private static Supplier<Token> mysql(String text) {
    Iterator<MysqlToken> tokens = MysqlScanner.tokens(text).iterator();
    Token end = new Token(Token.Kind.END, "", text.length(), text.length(), 0);
    return () -> tokens.hasNext() ? token(tokens.next()) : end;
  }

  private static Token token(MysqlToken token) {
    Token.Kind kind =
        switch (token.kind()) {
          case WORD -> Token.Kind.WORD;
          case NAME -> Token.Kind.QUOTED;
          case TEXT, BYTES -> Token.Kind.TEXT;
          case NUMBER -> Token.Kind.NUMBER;
          case PARAMETER -> Token.Kind.PARAMETER;
          case VARIABLE, SYMBOL -> Token.Kind.SYMBOL;
        };
    String value = kind == Token.Kind.WORD ? Letters.lower(token.value()) : token.value();
    return new Token(kind, value, token.start(), token.end(), 0);
  }

  /// @param next gives token after token, and the end for ever
  private static Optional<IntoPlace> find(String text, Supplier<Token> next) {
    Token before = next.get();
    if (!before.is("SELECT") && !before.is("WITH") && !before.isSymbol("(")) {
      return Optional.empty();
    }
    int depth = before.isSymbol("(") ? 1 : 0;
    for (Token token = next.get(); token.kind() != Token.Kind.END; token = next.get()) {
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0
          && token.is(INTO)
          && !before.isSymbol(".")
          && INSERTING.stream().noneMatch(before::is)) {
        // A query has one: the first decides, however many stand in a text that is no query.
        return isPlace(text.substring(token.start()))
            ? Optional.of(new IntoPlace(before.end(), token.start()))
            : Optional.empty();
      }
      before = token;
    }
    return Optional.empty();
  }

  /// Whether a place is named behind INTO. That is MySQL's spelling in every session.
  private static boolean isPlace(String tail) {
    TokenReader in = new TokenReader(tail, Lexing.MYSQL);
    in.expect(INTO);
    Token behind = in.peek(1);
    if (in.at("LINK")) {
      return behind.isName() || behind.kind() == Token.Kind.END || behind.isSymbol(";");
    }
    // A path, or what follows one that was forgotten.
    return in.peek().kind() == Token.Kind.WORD
        && (behind.kind() == Token.Kind.TEXT || behind.is("CONFIG") || behind.is("CREDENTIALS"));
  }
}
