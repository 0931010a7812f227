package io.fairlead.sql.singlestore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads tokens one after the other and writes others in their place.
final class MysqlTokens {
  private static final MysqlToken END = new MysqlToken(MysqlToken.Kind.SYMBOL, 0, 0, "", "");

  private final List<MysqlToken> in;
  private final List<MysqlToken> out = new ArrayList<>();
  private int next;

  MysqlTokens(List<MysqlToken> in) {
    this.in = in;
  }

  List<MysqlToken> written() {
    return out;
  }

  boolean atEnd() {
    return next >= in.size();
  }

  /// The token so many places ahead, which has no text behind the end.
  MysqlToken peek(int ahead) {
    return next + ahead < in.size() ? in.get(next + ahead) : END;
  }

  /// Whether these words come next.
  boolean at(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  boolean atOneOf(Set<String> words) {
    return words.stream().anyMatch(this::at);
  }

  boolean atSymbol(String symbol) {
    return peek(0).isSymbol(symbol);
  }

  /// Leaves these words out when they come next.
  boolean accept(String... words) {
    boolean found = at(words);
    next += found ? words.length : 0;
    return found;
  }

  boolean acceptSymbol(String symbol) {
    boolean found = atSymbol(symbol);
    next += found ? 1 : 0;
    return found;
  }

  /// Leaves a token out, where there is one.
  MysqlToken drop() {
    MysqlToken dropped = peek(0);
    next = Math.min(next + 1, in.size());
    return dropped;
  }

  void copy() {
    if (!atEnd()) {
      out.add(in.get(next++));
    }
  }

  void copyRest() {
    while (!atEnd()) {
      copy();
    }
  }

  /// Words and symbols of this program's own, with a space between them.
  void write(String... words) {
    for (String word : words) {
      boolean symbol = !Character.isLetterOrDigit(word.charAt(0));
      MysqlToken.Kind kind = symbol ? MysqlToken.Kind.SYMBOL : MysqlToken.Kind.WORD;
      out.add(new MysqlToken(kind, 0, 0, word, symbol ? "" : " "));
    }
  }

  void write(List<MysqlToken> tokens) {
    out.addAll(tokens);
  }

  /// Leaves out what stands up to a comma or a closing parenthesis of this depth.
  List<MysqlToken> dropItem() {
    int from = next;
    int depth = 0;
    while (!atEnd() && (depth > 0 || !(atSymbol(",") || atSymbol(")")))) {
      depth += atSymbol("(") ? 1 : atSymbol(")") ? -1 : 0;
      next++;
    }
    return in.subList(from, next);
  }

  /// Leaves out a parenthesis with what is inside of it, which is nothing where none comes next.
  ///
  /// @return with both of its signs
  List<MysqlToken> dropParentheses() {
    int from = next;
    if (acceptSymbol("(")) {
      do {
        List<MysqlToken> _ = dropItem();
      } while (acceptSymbol(","));
      boolean _ = acceptSymbol(")");
    }
    return in.subList(from, next);
  }
}
