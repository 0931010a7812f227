package io.fairlead.engine.duckdb;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds `column = 'literal'` that every result row must meet, so that the catalog's relations can
/// use the image's indexes: DuckDB tells a Java table function no filter.
///
/// It looks only at statements where the answer is certain from the tokens: one SELECT from one
/// relation of the catalog, and a WHERE whose parts are joined by AND alone.
final class EqualityFilter {
  private static final Set<String> RELATIONS =
      Set.of(
          "mz_connections", "mz_secrets", "mz_show_connections", "mz_show_secrets", "mz_objects",
          "fl_show_connections", "mz_ssh_tunnel_connections", "mz_kafka_connections");

  private static final Set<String> COLUMNS = Set.of("id", "name", "type");

  /// Words after which the WHERE clause has ended.
  private static final Set<String> AFTER_WHERE =
      Set.of("group", "having", "order", "limit", "offset", "fetch", "window", "qualify", "for");

  /// A statement with one of these is not looked at.
  private static final Set<String> TOO_MUCH =
      Set.of(
          "join", "union", "intersect", "except", "or", "not", "case", "between", "with", "using",
          "sample", "tablesample", "pivot", "unpivot", "lateral", "exclude", "replace");

  private EqualityFilter() {}

  static Scope.@Nullable Wanted of(LocalStatement statement, List<@Nullable Object> values) {
    List<Token> tokens = statement.tokens();
    int where = where(tokens);
    if (statement.verb() != Verb.SELECT || where < 0) {
      return null;
    }
    int start = where + 1;
    for (int i = start; i <= tokens.size(); i++) {
      boolean end =
          i == tokens.size()
              || tokens.get(i).isWord("and")
              || (tokens.get(i).kind() == Token.Kind.WORD
                  && AFTER_WHERE.contains(tokens.get(i).value()));
      if (!end) {
        continue;
      }
      Scope.Wanted found = equality(tokens.subList(start, i), values);
      if (found != null) {
        return found;
      }
      if (i < tokens.size() && !tokens.get(i).isWord("and")) {
        return null;
      }
      start = i + 1;
    }
    return null;
  }

  /// The index of WHERE in a statement of the simple kind; -1 for any other.
  private static int where(List<Token> tokens) {
    int selects = 0;
    int from = -1;
    int where = -1;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() != Token.Kind.WORD) {
        continue;
      }
      switch (token.value()) {
        case "select" -> selects++;
        case "from" -> {
          if (from >= 0) {
            return -1;
          }
          from = i;
        }
        case "where" -> {
          if (where >= 0) {
            return -1;
          }
          where = i;
        }
        default -> {
          if (TOO_MUCH.contains(token.value())) {
            return -1;
          }
        }
      }
    }
    boolean simple = selects == 1 && from > 0 && where > from && oneRelation(tokens, from, where);
    return simple && flat(tokens.subList(where, tokens.size())) ? where : -1;
  }

  /// `FROM [schema.]relation [[AS] alias] WHERE`.
  private static boolean oneRelation(List<Token> tokens, int from, int where) {
    int at = from + 1;
    while (at + 1 < where && tokens.get(at).isName() && tokens.get(at + 1).isSymbol(".")) {
      at += 2;
    }
    boolean known = at < where && RELATIONS.contains(tokens.get(at).folded());
    for (int i = at + 1; i < where; i++) {
      if (!tokens.get(i).isName()) {
        return false;
      }
    }
    return known && where - at <= 3;
  }

  private static boolean flat(List<Token> tokens) {
    return tokens.stream().noneMatch(token -> token.isSymbol("(") || token.isSymbol(")"));
  }

  private static Scope.@Nullable Wanted equality(
      List<Token> part, List<@Nullable Object> values) {
    int at = 0;
    while (at + 1 < part.size() && part.get(at).isName() && part.get(at + 1).isSymbol(".")) {
      at += 2;
    }
    if (part.size() != at + 3
        || !part.get(at).isName()
        || !COLUMNS.contains(part.get(at).folded())
        || !part.get(at + 1).isSymbol("=")) {
      return null;
    }
    String value = value(part.get(at + 2), values);
    return value == null ? null : new Scope.Wanted(part.get(at).folded(), value);
  }

  private static @Nullable String value(Token token, List<@Nullable Object> values) {
    if (token.kind() == Token.Kind.PARAMETER) {
      int index = LocalStatement.parameterNumber(token) - 1;
      return index < values.size() && values.get(index) instanceof String text ? text : null;
    }
    if (token.kind() != Token.Kind.STRING || !token.value().startsWith("'")) {
      return null;
    }
    return token.value().substring(1, token.value().length() - 1).replace("''", "'");
  }
}
