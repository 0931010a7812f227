package io.fairlead.sql.singlestore;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A statement in MySQL's spelling, token by token in that of PostgreSQL and the engine: quotes,
/// comments, parameters, variables, `LIMIT a, b`, and the few functions that tell of the session.
final class Respelling {
  private static final Set<String> QUERIES =
      Set.of("select", "with", "insert", "replace", "update", "delete", "values", "explain", "set");

  /// Functions without arguments.
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "database", "current_schema()",
          "schema", "current_schema()",
          "user", "(current_user || '@%')",
          "session_user", "(current_user || '@%')",
          "system_user", "(current_user || '@%')",
          "current_user", "(current_user || '@%')",
          "version", "current_setting('version')",
          "connection_id", "CAST(current_setting('pseudo_thread_id') AS BIGINT)",
          "last_insert_id", "CAST(0 AS BIGINT)");

  private static final Map<String, String> OPERATORS =
      Map.of("||", "OR", "&&", "AND", "<=>", "IS NOT DISTINCT FROM");

  /// Signs that would be read together with the sign in front of them.
  private static final String SIGNS = "+-*/<>=~!@#%^&|`?";

  private final List<MysqlToken> tokens;
  private final Labels labels;
  private final boolean isQuery;

  /// Where AS is written for a comma.
  private final Set<Integer> conversions = new HashSet<>();

  /// Where a cast to text ends, by its closing parenthesis.
  private final Set<Integer> casts = new HashSet<>();

  private final StringBuilder out = new StringBuilder();
  private int parameters;

  private Respelling(String text, List<MysqlToken> tokens) {
    this.tokens = tokens;
    this.isQuery =
        !tokens.isEmpty()
            && (tokens.getFirst().isSymbol("(")
                || (tokens.getFirst().kind() == MysqlToken.Kind.WORD
                    && QUERIES.contains(tokens.getFirst().value().toLowerCase(Locale.ROOT))));
    this.labels = Labels.of(text, tokens);
  }

  static String of(String text) {
    return new Respelling(text, TableDefinition.plain(MysqlScanner.tokens(text))).spell();
  }

  private String spell() {
    int i = 0;
    while (i < tokens.size()) {
      int used = isQuery ? rewritten(i) : 0;
      if (used == 0) {
        token(i);
        used = 1;
      }
      i += used;
      labels.after(i - 1).ifPresent(label -> out.append(" AS ").append(quoted(label)));
    }
    return out.toString();
  }

  /// Writes what stands for several tokens.
  ///
  /// @return how many; 0 when the token stands for itself
  private int rewritten(int i) {
    MysqlToken token = tokens.get(i);
    if (token.kind() == MysqlToken.Kind.VARIABLE) {
      return variable(i);
    }
    if (token.kind() == MysqlToken.Kind.SYMBOL) {
      return symbol(i);
    }
    if (token.kind() != MysqlToken.Kind.WORD || isSymbol(i - 1, ".")) {
      return 0;
    }
    int named = name(i);
    return named > 0 ? named : verb(i);
  }

  private int symbol(int i) {
    if (casts.contains(i)) {
      out.append(" AS VARCHAR))");
      return 1;
    }
    if (conversions.contains(i)) {
      out.append(" AS");
      return 1;
    }
    String operator = OPERATORS.get(tokens.get(i).value());
    if (operator == null) {
      return 0;
    }
    out.append(' ').append(operator).append(' ');
    return 1;
  }

  /// Relations, columns and collations.
  private int name(int i) {
    MysqlToken token = tokens.get(i);
    if (token.isWord("information_schema") && isSymbol(i + 1, ".")) {
      out.append(token.space()).append("mysql_").append(token.value());
      return 1;
    }
    if (token.isWord("from") && i + 1 < tokens.size() && tokens.get(i + 1).isWord("dual")) {
      return 2;
    }
    if (token.isWord("collation")) {
      // A column of the information schema, and a reserved word of the engine.
      out.append(token.space()).append("\"collation\"");
      return 1;
    }
    boolean collates =
        token.isWord("collate") && i + 1 < tokens.size() && tokens.get(i + 1).isCollation();
    return collates ? 2 : 0;
  }

  private int verb(int i) {
    MysqlToken token = tokens.get(i);
    if (token.isWord("limit") && isSymbol(i + 2, ",") && i + 3 < tokens.size()) {
      out.append(token.space()).append("LIMIT");
      int offset = i + 1;
      String first = spelled(offset);
      String count = spelled(i + 3);
      out.append(' ').append(count).append(" OFFSET ").append(first);
      return 4;
    }
    if (token.isOneOf("upper", "lower") && isSymbol(i + 1, "(")) {
      return caseOf(i);
    }
    if (token.isWord("convert") && isSymbol(i + 1, "(") && findConversion(i + 1)) {
      out.append(token.space()).append("CAST");
      return 1;
    }
    boolean isType = i > 0 && (tokens.get(i - 1).isWord("as") || conversions.contains(i - 1));
    if (isType && token.isOneOf("signed", "unsigned")) {
      out.append(token.isWord("signed") ? " BIGINT" : " UBIGINT");
      boolean named = i + 1 < tokens.size() && tokens.get(i + 1).isOneOf("integer", "int");
      return named ? 2 : 1;
    }
    if (token.isWord("div") && i > 0) {
      out.append(" // ");
      return 1;
    }
    if (i == 0 && token.isWord("replace")) {
      out.append("INSERT OR REPLACE");
      return 1;
    }
    if (i == 1 && token.isWord("ignore") && tokens.getFirst().isWord("insert")) {
      out.append(" OR IGNORE");
      return 1;
    }
    return function(i);
  }

  /// UPPER and LOWER take numbers too.
  private int caseOf(int i) {
    int depth = 0;
    for (int end = i + 1; end < tokens.size(); end++) {
      depth += isSymbol(end, "(") ? 1 : isSymbol(end, ")") ? -1 : 0;
      if (depth == 0) {
        casts.add(end);
        out.append(tokens.get(i).space()).append(tokens.get(i).value()).append("(CAST(");
        return 2;
      }
    }
    return 0;
  }

  /// `CONVERT(value, type)`: marks its comma, for which AS is written.
  private boolean findConversion(int open) {
    int depth = 0;
    int comma = -1;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).isSymbol("(")) {
        depth++;
      } else if (tokens.get(i).isSymbol(")") && --depth == 0) {
        break;
      } else if (depth == 1 && tokens.get(i).isSymbol(",")) {
        comma = i;
      }
    }
    return comma > 0 && conversions.add(comma);
  }

  private int function(int i) {
    MysqlToken token = tokens.get(i);
    String replacement = FUNCTIONS.get(token.value().toLowerCase(Locale.ROOT));
    if (replacement == null) {
      return 0;
    }
    boolean called = isSymbol(i + 1, "(") && isSymbol(i + 2, ")");
    if (!called && !(token.isWord("current_user") && !isSymbol(i + 1, "("))) {
      return 0;
    }
    out.append(token.space()).append(replacement);
    return called ? 3 : 1;
  }

  private int variable(int i) {
    String name = variableName(tokens.get(i).value());
    if (tokens.getFirst().isWord("set") && (isSymbol(i + 1, "=") || isSymbol(i + 1, ":="))
        && (tokens.get(i - 1).isWord("set") || isSymbol(i - 1, ","))) {
      // What is set, not what it is set to.
      return 0;
    }
    if (name.equals("@") || (i > 0 && tokens.get(i - 1).isOneOf("from", "into", "join"))) {
      return 0;
    }
    separate(' ');
    out.append(tokens.get(i).space()).append("current_setting(").append(text(name)).append(')');
    return 1;
  }

  /// `@@session.name` and `@@name` are the setting; `@name` is a setting of the client's own.
  static String variableName(String written) {
    String name = written.toLowerCase(Locale.ROOT);
    if (!name.startsWith("@@")) {
      return name;
    }
    for (String scope : List.of("@@session.", "@@global.", "@@local.")) {
      if (name.startsWith(scope)) {
        return name.substring(scope.length());
      }
    }
    return name.substring(2);
  }

  private void token(int i) {
    String spelled = spelled(i);
    if (spelled.isEmpty()) {
      return;
    }
    MysqlToken token = tokens.get(i);
    out.append(token.space());
    separate(spelled.charAt(0));
    out.append(spelled);
    if (token.kind() == MysqlToken.Kind.TEXT && token.value().indexOf('\\') >= 0 && isPattern(i)) {
      out.append(" ESCAPE '\\'");
    }
  }

  /// Two signs are one operator, and a word before a quote is a kind of text, unless a space parts
  /// them.
  private void separate(char next) {
    if (out.isEmpty()) {
      return;
    }
    char last = out.charAt(out.length() - 1);
    boolean signs = SIGNS.indexOf(last) >= 0 && SIGNS.indexOf(next) >= 0;
    boolean word = next == '\'' && (Character.isLetterOrDigit(last) || last == '_' || last == '&');
    if (signs || word || (last == '\'' && next == '\'')) {
      out.append(' ');
    }
  }

  private boolean isPattern(int i) {
    return i > 0
        && tokens.get(i - 1).isWord("like")
        && !(i + 1 < tokens.size() && tokens.get(i + 1).isWord("escape"));
  }

  private String spelled(int i) {
    MysqlToken token = tokens.get(i);
    return switch (token.kind()) {
      case WORD -> token.value().startsWith("$") ? quoted(token.value()) : token.value();
      case NAME -> quoted(token.value());
      case TEXT -> joinedText(i);
      case BYTES -> "from_hex('" + token.value() + "')";
      case PARAMETER -> "$" + ++parameters;
      case NUMBER, VARIABLE, SYMBOL -> token.value();
    };
  }

  /// Texts one after the other are one text; it stands where the first was.
  private String joinedText(int i) {
    if (i > 0 && tokens.get(i - 1).kind() == MysqlToken.Kind.TEXT) {
      return "";
    }
    StringBuilder joined = new StringBuilder();
    for (int j = i; j < tokens.size() && tokens.get(j).kind() == MysqlToken.Kind.TEXT; j++) {
      joined.append(tokens.get(j).value());
    }
    return text(joined.toString());
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    if (name.isEmpty()) {
      throw Problem.of(ProblemKind.SYNTAX, "zero-length quoted identifier").refusal();
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private boolean isSymbol(int i, String symbol) {
    @Nullable MysqlToken token = i >= 0 && i < tokens.size() ? tokens.get(i) : null;
    return token != null && token.isSymbol(symbol);
  }
}
