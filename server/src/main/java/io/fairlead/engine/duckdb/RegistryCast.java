package io.fairlead.engine.duckdb;

import java.util.List;
import java.util.Set;

/// PostgreSQL's casts to the `reg…` types, which turn names into numbers and print numbers as
/// names. DuckDB has no such types, so a literal or parameter becomes the number (`'t'::regclass`,
/// as in comparisons), and any other expression the name (`c.oid::regclass`, as in select lists).
final class RegistryCast {
  private static final Set<String> TYPES =
      Set.of(
          "regclass", "regtype", "regproc", "regprocedure", "regnamespace", "regrole", "regoper");

  private static final Set<String> NUMBERS =
      Set.of("oid", "int", "int4", "int8", "integer", "bigint");

  private RegistryCast() {}

  /// @param cast the index of `::`
  static void rewrite(Spelling spelling, List<Token> tokens, int cast) {
    int type = spelling.isSymbol(cast + 2, ".") ? cast + 3 : cast + 1;
    if (type >= tokens.size() || !TYPES.contains(tokens.get(type).folded())) {
      return;
    }
    int start = operandStart(tokens, cast);
    boolean constant =
        start == cast - 1
            && (tokens.get(start).kind() == Token.Kind.STRING
                || tokens.get(start).kind() == Token.Kind.PARAMETER);
    String name = Dictionary.DATABASE + "." + Dictionary.PG + "." + tokens.get(type).folded();
    boolean printed = spelling.isSymbol(type + 1, "::");
    String before = constant ? name + "_in(" : name + "_out(";
    if (constant && printed && !isNumber(tokens, type + 2)) {
      // `'t'::regclass::text` checks the name and prints it again.
      before = name + "_out(" + before;
    }
    String after = before.indexOf('(') == before.lastIndexOf('(') ? ")" : "))";
    spelling.replace(tokens.get(start).start(), tokens.get(start).start(), before);
    spelling.replace(tokens.get(cast).start(), tokens.get(type).end(), after);
  }

  private static boolean isNumber(List<Token> tokens, int start) {
    boolean qualified = start + 2 < tokens.size() && tokens.get(start + 1).isSymbol(".");
    int type = qualified ? start + 2 : start;
    return type < tokens.size() && NUMBERS.contains(tokens.get(type).folded());
  }

  /// The first token of what is cast: a literal, a name with its qualifiers, a call, something in
  /// parentheses, or one of these with a cast of its own.
  private static int operandStart(List<Token> tokens, int cast) {
    int i = cast - 1;
    while (i > 0) {
      Token token = tokens.get(i);
      if (token.isSymbol(")") || token.isSymbol("]")) {
        i = opening(tokens, i);
        boolean called = i > 0 && tokens.get(i - 1).isName();
        if (!called) {
          return i;
        }
        i--;
      } else if (i > 1 && tokens.get(i - 1).isSymbol(".")) {
        i -= 2;
      } else if (i > 1 && tokens.get(i - 1).isSymbol("::")) {
        i -= 2;
      } else {
        return i;
      }
    }
    return Math.max(i, 0);
  }

  private static int opening(List<Token> tokens, int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.isSymbol(")") || token.isSymbol("]")) {
        depth++;
      } else if ((token.isSymbol("(") || token.isSymbol("[")) && --depth == 0) {
        return i;
      }
    }
    return 0;
  }
}
