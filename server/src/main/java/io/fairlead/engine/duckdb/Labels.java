package io.fairlead.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that PostgreSQL gives to result columns without an alias: the function's name, `case`,
/// `?column?`. DuckDB prints the whole expression instead.
final class Labels {
  private static final String STAR = "*";
  private static final String NONE = "?column?";

  private static final Set<String> AFTER_LIST =
      Set.of(
          "from", "where", "group", "having", "window", "union", "intersect", "except", "order",
          "limit", "offset", "fetch", "for", "qualify", "into");

  /// Words that end an expression and are no alias.
  private static final Set<String> LAST_WORDS = Set.of("null", "true", "false", "unknown");

  /// Words after which a name is an operand and no alias.
  private static final Set<String> OPERATOR_WORDS =
      Set.of(
          "and", "or", "not", "is", "in", "like", "ilike", "between", "distinct", "all", "collate",
          "similar", "to", "interval", "date", "timestamp", "time", "from", "isnull", "as");

  private static final Map<String, String> TYPES =
      Map.of(
          "int", "int4", "integer", "int4", "bigint", "int8", "smallint", "int2", "boolean", "bool",
          "real", "float4", "decimal", "numeric");

  private Labels() {}

  /// The names that DuckDB has given, where PostgreSQL would give the same; else PostgreSQL's.
  static List<String> of(LocalStatement statement, List<String> given) {
    if (statement.verb() != Verb.SELECT) {
      return given;
    }
    List<@Nullable String> labels = labels(statement.tokens(), !statement.staged().isEmpty());
    List<String> made = new ArrayList<>(given);
    int first = labels.indexOf(STAR);
    int last = labels.lastIndexOf(STAR);
    if (first < 0 && labels.size() != given.size()) {
      return given;
    }
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      int column = first < 0 || i < first ? i : i > last ? given.size() - labels.size() + i : -1;
      if (label != null && column >= 0 && column < made.size()) {
        made.set(column, label);
      }
    }
    return made;
  }

  /// One label for each item of the outermost select list: null where the item names itself.
  ///
  /// @param places whether `$1` is a column
  private static List<@Nullable String> labels(List<Token> tokens, boolean places) {
    List<@Nullable String> labels = new ArrayList<>();
    int start = listStart(tokens);
    int depth = 0;
    for (int i = start; start > 0 && i <= tokens.size(); i++) {
      Token token = i < tokens.size() ? tokens.get(i) : null;
      boolean end =
          token == null
              || (depth == 0
                  && token.kind() == Token.Kind.WORD
                  && AFTER_LIST.contains(token.value())
                  && !tokens.get(i - 1).isSymbol(".")
                  && !tokens.get(i - 1).isWord("as"));
      if (end || (depth == 0 && token != null && token.isSymbol(","))) {
        if (i > start) {
          List<Token> item = tokens.subList(start, i);
          labels.add(places && isPlace(item) ? null : label(item));
        }
        start = i + 1;
        if (end) {
          return labels;
        }
      }
      depth += depthOf(token);
    }
    return labels;
  }

  /// `$1` or `t.$1`.
  private static boolean isPlace(List<Token> item) {
    return item.getLast().kind() == Token.Kind.PARAMETER
        && (item.size() == 1 || (item.size() == 3 && item.get(1).isSymbol(".")));
  }

  private static int depthOf(@Nullable Token token) {
    if (token == null || token.kind() != Token.Kind.SYMBOL) {
      return 0;
    }
    return switch (token.value()) {
      case "(", "[", "{" -> 1;
      case ")", "]", "}" -> -1;
      default -> 0;
    };
  }

  private static int listStart(List<Token> tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth += depthOf(tokens.get(i));
      if (depth == 0 && tokens.get(i).isWord("select")) {
        int next = i + 1;
        if (next < tokens.size() && tokens.get(next).isWord("distinct")) {
          next++;
          if (next + 1 < tokens.size() && tokens.get(next).isWord("on")) {
            next = LocalStatement.closing(tokens, next + 1) + 1;
          }
        } else if (next < tokens.size() && tokens.get(next).isWord("all")) {
          next++;
        }
        return next;
      }
    }
    return 0;
  }

  private static @Nullable String label(List<Token> item) {
    int size = item.size();
    if (item.getLast().isSymbol(STAR)) {
      boolean star = size == 1 || item.get(size - 2).isSymbol(".");
      return star ? STAR : NONE;
    }
    if (hasAlias(item)) {
      return null;
    }
    if (isNameChain(item)) {
      // DuckDB knows the column by its own spelling; words that were rewritten it does not.
      Token last = item.getLast();
      return last.kind() == Token.Kind.WORD && Spelling.ROLE_WORDS.contains(last.value())
          ? last.value()
          : null;
    }
    return expression(item);
  }

  private static boolean hasAlias(List<Token> item) {
    int size = item.size();
    if (size < 2 || !item.getLast().isName()) {
      return false;
    }
    Token before = item.get(size - 2);
    Token last = item.getLast();
    if (before.isWord("as")) {
      return true;
    }
    if (last.isWord("end")
        || (last.kind() == Token.Kind.WORD && LAST_WORDS.contains(last.value()))) {
      return false;
    }
    if (before.kind() == Token.Kind.SYMBOL) {
      return before.value().equals(")") || before.value().equals("]") || before.value().equals("}");
    }
    return before.kind() != Token.Kind.WORD || !OPERATOR_WORDS.contains(before.value());
  }

  private static boolean isNameChain(List<Token> item) {
    for (int i = 0; i < item.size(); i++) {
      boolean fits = i % 2 == 0 ? item.get(i).isName() : item.get(i).isSymbol(".");
      if (!fits) {
        return false;
      }
    }
    Token first = item.getFirst();
    return item.size() % 2 == 1
        && !(first.kind() == Token.Kind.WORD && LAST_WORDS.contains(first.value()));
  }

  private static String expression(List<Token> item) {
    int cast = lastCast(item);
    if (cast > 0) {
      String inner = expression(item.subList(0, cast));
      return inner.equals(NONE) ? typeName(item.subList(cast + 1, item.size())) : inner;
    }
    if (isNameChain(item)) {
      return item.getLast().value();
    }
    Token first = item.getFirst();
    if (first.isWord("case") && item.getLast().isWord("end")) {
      return "case";
    }
    if (first.isWord("array")) {
      return "array";
    }
    if (first.isSymbol("(") && LocalStatement.closing(item, 0) == item.size() - 1) {
      return parenthesised(item.subList(1, item.size() - 1));
    }
    return call(item);
  }

  private static String parenthesised(List<Token> inner) {
    if (inner.isEmpty() || !inner.getFirst().isWord("select")) {
      return inner.isEmpty() ? NONE : expression(inner);
    }
    List<@Nullable String> labels = labels(inner, false);
    String label = labels.isEmpty() ? NONE : labels.getFirst();
    if (label != null) {
      return label;
    }
    // The only item has an alias or is a column: its name is the last word before the list's end.
    int i = listStart(inner);
    while (i < inner.size()
        && !(inner.get(i).kind() == Token.Kind.WORD
            && AFTER_LIST.contains(inner.get(i).value()))) {
      i++;
    }
    return inner.get(i - 1).value();
  }

  /// `schema.name(…)`, with FILTER and OVER behind it.
  private static String call(List<Token> item) {
    int open = 0;
    while (open < item.size() && (item.get(open).isName() || item.get(open).isSymbol("."))) {
      open++;
    }
    if (open == 0 || open == item.size() || !item.get(open).isSymbol("(")) {
      return NONE;
    }
    int i = LocalStatement.closing(item, open) + 1;
    while (i + 1 < item.size() && (item.get(i).isWord("over") || item.get(i).isWord("filter"))) {
      i = item.get(i + 1).isSymbol("(") ? LocalStatement.closing(item, i + 1) + 1 : i + 2;
    }
    return i == item.size() ? item.get(open - 1).value() : NONE;
  }

  /// The `::` that is applied last: behind it stands nothing but a type.
  private static int lastCast(List<Token> item) {
    int depth = 0;
    for (int i = item.size() - 1; i > 0; i--) {
      Token token = item.get(i);
      depth -= depthOf(token);
      if (depth == 0 && token.isSymbol("::")) {
        return i;
      }
      if (token.isWord("end")) {
        return -1;
      }
      boolean type = token.isName() || token.isSymbol(".") || depth > 0 || depthOf(token) != 0;
      if (!type) {
        return -1;
      }
    }
    return -1;
  }

  private static String typeName(List<Token> type) {
    if (type.isEmpty()) {
      return NONE;
    }
    int last = 0;
    while (last + 2 < type.size() && type.get(last + 1).isSymbol(".")) {
      last += 2;
    }
    String name = type.get(last).value();
    return TYPES.getOrDefault(name, name);
  }
}
