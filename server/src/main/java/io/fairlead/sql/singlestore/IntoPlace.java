package io.fairlead.sql.singlestore;

import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a query says INTO a place outside of the server. An INTO in a text, a comment, a name or within
/// parentheses is none, nor is that of INSERT, of a variable or of a table.
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
      return find(rules.equals(MysqlLexis.INSTANCE) ? mysql(text) : standard(text));
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

  private static List<Token> mysql(String text) {
    return MysqlScanner.tokens(text).stream().map(IntoPlace::token).toList();
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

  private static List<Token> standard(String text) {
    TokenReader in = new TokenReader(text);
    List<Token> tokens = new ArrayList<>();
    while (in.peek().kind() != Token.Kind.END) {
      tokens.add(in.next());
    }
    return tokens;
  }

  private static Optional<IntoPlace> find(List<Token> tokens) {
    if (tokens.isEmpty() || !isQuery(tokens.getFirst())) {
      return Optional.empty();
    }
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (i > 0 && depth == 0 && token.is(INTO) && isPlace(tokens, i)) {
        return Optional.of(new IntoPlace(tokens.get(i - 1).end(), token.start()));
      }
    }
    return Optional.empty();
  }

  private static boolean isQuery(Token first) {
    return first.is("SELECT") || first.is("WITH") || first.isSymbol("(");
  }

  private static boolean isPlace(List<Token> tokens, int into) {
    Token before = tokens.get(into - 1);
    Optional<Token> kind = at(tokens, into + 1);
    if (before.isSymbol(".")
        || INSERTING.stream().anyMatch(before::is)
        || kind.filter(token -> token.kind() == Token.Kind.WORD).isEmpty()) {
      return false;
    }
    Optional<Token> next = at(tokens, into + 2);
    return kind.get().is("LINK")
        ? next.isEmpty() || next.get().isName()
        : next.filter(IntoPlace::isBehindType).isPresent();
  }

  /// A path, or what follows one that was forgotten.
  private static boolean isBehindType(Token token) {
    return token.kind() == Token.Kind.TEXT || token.is("CONFIG") || token.is("CREDENTIALS");
  }

  private static Optional<Token> at(List<Token> tokens, int i) {
    return i < tokens.size() ? Optional.of(tokens.get(i)) : Optional.empty();
  }
}
