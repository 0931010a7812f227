package io.fairlead.sql.singlestore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names that MySQL gives to result columns without an alias: the expression as it was written.
final class Labels {
  private static final int LONGEST = 256;

  private final Map<Integer, String> byLastToken = new HashMap<>();

  private Labels() {}

  static Labels of(String text, List<MysqlToken> tokens) {
    Labels labels = new Labels();
    if (!tokens.isEmpty() && tokens.getFirst().isWord("select")) {
      labels.find(text, tokens);
    }
    return labels;
  }

  /// The label of the item that ends with a token.
  Optional<String> after(int token) {
    return Optional.ofNullable(byLastToken.get(token));
  }

  private void find(String text, List<MysqlToken> tokens) {
    int start = 1;
    while (start < tokens.size()
        && tokens.get(start).isOneOf("distinct", "all", "sql_calc_found_rows", "straight_join")) {
      start++;
    }
    int depth = 0;
    for (int i = start; i <= tokens.size(); i++) {
      boolean ended = i == tokens.size() || (depth == 0 && endsList(tokens.get(i)));
      if (ended || (depth == 0 && tokens.get(i).isSymbol(","))) {
        item(text, tokens.subList(start, i), i - 1);
        start = i + 1;
      }
      if (ended) {
        return;
      }
      depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
    }
  }

  private static boolean endsList(MysqlToken token) {
    return token.isSymbol(";")
        || token.isOneOf(
            "from", "where", "group", "having", "order", "limit", "union", "intersect", "except",
            "into", "for", "window");
  }

  private void item(String text, List<MysqlToken> item, int last) {
    if (item.isEmpty() || namesItself(item)) {
      return;
    }
    MysqlToken first = item.getFirst();
    String label =
        item.size() == 1 && first.kind() == MysqlToken.Kind.TEXT
            ? first.value()
            : text.substring(first.start(), item.getLast().end());
    if (!label.isEmpty() && label.length() <= LONGEST) {
      byLastToken.put(last, label);
    }
  }

  /// A column, a star, or something with an alias.
  private static boolean namesItself(List<MysqlToken> item) {
    MysqlToken last = item.getLast();
    if (last.isSymbol("*")) {
      return item.size() == 1 || item.get(item.size() - 2).isSymbol(".");
    }
    if (item.stream().allMatch(token -> token.isName() || token.isSymbol("."))
        && !last.isOneOf("null", "true", "false", "current_user", "current_date",
            "current_time", "current_timestamp")) {
      return true;
    }
    if (item.size() < 2) {
      return false;
    }
    MysqlToken before = item.get(item.size() - 2);
    if (before.isWord("as")) {
      return true;
    }
    boolean mayBeAlias =
        last.kind() == MysqlToken.Kind.NAME
            || last.kind() == MysqlToken.Kind.TEXT
            || (last.kind() == MysqlToken.Kind.WORD
                && !last.isOneOf("null", "true", "false", "end", "unknown"));
    boolean endsExpression =
        before.isSymbol(")")
            || before.kind() == MysqlToken.Kind.NUMBER
            || before.kind() == MysqlToken.Kind.VARIABLE
            || before.kind() == MysqlToken.Kind.PARAMETER
            || before.kind() == MysqlToken.Kind.NAME
            || (before.kind() == MysqlToken.Kind.TEXT && last.kind() != MysqlToken.Kind.TEXT)
            || (before.kind() == MysqlToken.Kind.WORD && !isOperator(before));
    return mayBeAlias && endsExpression;
  }

  private static boolean isOperator(MysqlToken token) {
    return token.isOneOf(
        "and", "or", "xor", "not", "is", "in", "like", "rlike", "regexp", "between", "div", "mod",
        "interval", "binary", "distinct", "collate", "date", "time", "timestamp", "escape");
  }
}
