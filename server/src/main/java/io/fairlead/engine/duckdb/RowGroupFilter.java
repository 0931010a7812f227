package io.fairlead.engine.duckdb;

import io.fairlead.model.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Comparisons of a column with a literal in the filters of a scan, as conditions on the statistics
/// of row groups. Only what DuckDB itself skips by its own reading of the statistics may be left
/// out here, so that much is not looked at: columns of floating numbers, for one.
final class RowGroupFilter {
  private static final Pattern COMPARABLE =
      Pattern.compile(
          "(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DATE|TIME|TIMESTAMP|TIMESTAMPTZ"
              + "|TIMESTAMP WITH TIME ZONE|DECIMAL(\\(.*\\))?)");

  private static final Set<String> OPERATORS = Set.of("=", "<", "<=", ">", ">=");

  private RowGroupFilter() {}

  /// Conditions of SQL over `parquet_metadata`, each of which is true for a column in a row group
  /// that holds no row which the scan wants.
  ///
  /// @param columns of the table by name in lower case
  static List<String> excluded(ScanPlan.Scan scan, Map<String, TableColumn> columns) {
    List<String> conditions = new ArrayList<>();
    for (String filter : scan.filters()) {
      conjuncts(filter, Tokens.of(filter), columns, conditions);
    }
    return conditions;
  }

  private static void conjuncts(
      String text, List<Token> all, Map<String, TableColumn> columns, List<String> found) {
    List<Token> tokens = all;
    while (tokens.size() > 2
        && tokens.getFirst().isSymbol("(")
        && LocalStatement.closing(tokens, 0) == tokens.size() - 1) {
      tokens = tokens.subList(1, tokens.size() - 1);
    }
    List<List<Token>> parts = parts(tokens);
    if (parts.size() > 1) {
      parts.forEach(part -> conjuncts(text, part, columns, found));
    } else if (parts.size() == 1) {
      comparison(text, tokens, columns, found);
    }
  }

  /// Cut at each AND that stands outside of parentheses; none where something else binds them.
  private static List<List<Token>> parts(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.isWord("and")) {
        parts.add(tokens.subList(start, i));
        start = i + 1;
      } else if (depth == 0
          && (token.isWord("or") || token.isWord("not") || token.isWord("between"))) {
        return List.of();
      }
    }
    parts.add(tokens.subList(start, tokens.size()));
    return parts;
  }

  private static void comparison(
      String text, List<Token> tokens, Map<String, TableColumn> columns, List<String> found) {
    if (tokens.size() < 3 || !tokens.get(0).isName()) {
      return;
    }
    TableColumn column = columns.get(tokens.get(0).folded());
    String operator = tokens.get(1).value();
    List<Token> literal = tokens.subList(2, tokens.size());
    if (column == null
        || tokens.get(1).kind() != Token.Kind.SYMBOL
        || !OPERATORS.contains(operator)
        || !isLiteral(literal)) {
      return;
    }
    String value = text.substring(literal.getFirst().start(), literal.getLast().end());
    String type = column.type().toUpperCase(Locale.ROOT);
    String name = Database.literal(column.name().toLowerCase(Locale.ROOT));
    if (COMPARABLE.matcher(type).matches()) {
      String lowest = "TRY_CAST(stats_min_value AS " + type + ")";
      String highest = "TRY_CAST(stats_max_value AS " + type + ")";
      found.add(named(name, outside(operator, lowest, highest, value)));
    } else if (type.startsWith("VARCHAR") && literal.size() == 1) {
      found.add(named(name, textOutside(operator, value)));
    }
  }

  private static String named(String name, String condition) {
    return "(lower(path_in_schema) = " + name + " AND (" + condition + "))";
  }

  private static String outside(String operator, String lowest, String highest, String value) {
    return switch (operator) {
      case "=" -> highest + " < " + value + " OR " + lowest + " > " + value;
      case "<" -> lowest + " >= " + value;
      case "<=" -> lowest + " > " + value;
      case ">" -> highest + " <= " + value;
      default -> highest + " < " + value;
    };
  }

  /// DuckDB keeps the first eight bytes of a text in its statistics.
  private static String textOutside(String operator, String value) {
    String start = "left(" + value + ", 8)";
    String above = "left(stats_min_value, 8) > " + start;
    String below = "left(stats_max_value, 8) < " + start;
    String condition =
        switch (operator) {
          case "=" -> above + " OR " + below;
          case "<", "<=" -> above;
          default -> below;
        };
    return "regexp_full_match(concat(stats_min_value, stats_max_value, %s), '[ -~]*') AND (%s)"
        .formatted(value, condition);
  }

  /// A number, or a text with or without the name of a type.
  private static boolean isLiteral(List<Token> tokens) {
    Token first = tokens.getFirst();
    if (tokens.size() == 1) {
      return first.kind() == Token.Kind.NUMBER || first.kind() == Token.Kind.STRING;
    }
    if (first.isSymbol("-")) {
      return tokens.size() == 2 && tokens.get(1).kind() == Token.Kind.NUMBER;
    }
    return first.kind() == Token.Kind.STRING
        && tokens.get(1).isSymbol("::")
        && tokens.size() > 2
        && tokens.subList(2, tokens.size()).stream()
            .allMatch(token -> token.kind() == Token.Kind.WORD);
  }
}
