package io.fairlead.engine.duckdb;

import io.fairlead.sql.StagedFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A statement in DuckDB's spelling. The rewrite works on tokens: a literal or a quoted name is
/// never touched, and every change remembers where it stood, so that an error can point into the
/// text that the client sent.
final class Spelling {
  static final Set<String> ROLE_WORDS =
      Set.of("current_user", "session_user", "current_role");

  /// @param start in the client's text
  /// @param end in the client's text
  private record Edit(int start, int end, String text) {}

  private final LocalStatement statement;
  private final List<Token> tokens;
  private final List<Edit> edits = new ArrayList<>();
  private String text = "";

  private Spelling(LocalStatement statement) {
    this.statement = statement;
    this.tokens = statement.tokens();
  }

  static Spelling of(LocalStatement statement) {
    return of(statement, List.of());
  }

  /// @param casts DuckDB's names of the types to which the parameters are cast; empty for no cast
  static Spelling of(LocalStatement statement, List<String> casts) {
    return of(statement, casts, Map.of());
  }

  /// @param prefixes of names, by their places in the client's text
  static Spelling qualified(LocalStatement statement, Map<Integer, String> prefixes) {
    return of(statement, List.of(), prefixes);
  }

  private static Spelling of(
      LocalStatement statement, List<String> casts, Map<Integer, String> prefixes) {
    Spelling spelling = new Spelling(statement);
    prefixes.forEach((place, prefix) -> spelling.replace(place, place, prefix));
    spelling.comments();
    spelling.names();
    statement
        .insertion()
        .ifPresent(into -> spelling.replace(into.start(), into.end(), Insertion.ROWS));
    spelling.staged();
    spelling.parameters(casts);
    spelling.text = spelling.apply();
    return spelling;
  }

  /// For DuckDB.
  String text() {
    return text;
  }

  /// The place in the client's text, from 1, of a place in [#text].
  int original(int index) {
    int shift = 0;
    for (Edit edit : edits) {
      int start = edit.start() + shift;
      if (index < start) {
        break;
      }
      if (index < start + edit.text().length()) {
        return edit.start() + 1;
      }
      shift += edit.text().length() - (edit.end() - edit.start());
    }
    return index - shift + 1;
  }

  /// The token that the client wrote at a place from [#original].
  Token tokenAt(int position) {
    for (Token token : tokens) {
      if (token.start() < position && position <= token.end()) {
        return token;
      }
    }
    int end = statement.text().length();
    return new Token(Token.Kind.END, end, end, "");
  }

  private void comments() {
    for (Token token : Tokens.of(statement.text())) {
      if (token.kind() == Token.Kind.COMMENT || token.isSymbol(";")) {
        edits.add(new Edit(token.start(), token.end(), " "));
      }
    }
  }

  private void names() {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean qualifies = isSymbol(i + 1, ".") && !isSymbol(i - 1, ".");
      if (qualifies && token.isName() && token.folded().equals("pg_catalog")) {
        postgresName(i);
      } else if (qualifies && token.isName() && token.folded().equals("information_schema")) {
        informationName(i);
      } else if (qualifies && token.isName() && token.folded().equals("system")) {
        systemName(i);
      } else if (qualifies && token.isName() && token.folded().equals("mysql_information_schema")) {
        mysqlName(i);
      } else if (token.isWord("operator") && isSymbol(i + 1, "(")) {
        operator(i);
      } else if (token.kind() == Token.Kind.WORD
          && ROLE_WORDS.contains(token.value())
          && !isSymbol(i + 1, ".")
          && !isSymbol(i - 1, ".")
          && !isSymbol(i + 1, "(")) {
        replace(token, Dictionary.DATABASE + "." + Dictionary.PG + ".session_role()");
      } else if (token.isWord("collate")) {
        collation(i);
      } else if (token.isSymbol("::")) {
        arrayLiteral(i);
        RegistryCast.rewrite(this, tokens, i);
      }
    }
  }

  private void staged() {
    for (int i = 0; i < statement.staged().size(); i++) {
      StagedFiles files = statement.staged().get(i);
      String alias = files.alias().map(name -> " AS " + Database.quoted(name)).orElse("");
      replace(files.start(), files.end(), Staging.view(i) + alias);
    }
    if (!statement.staged().isEmpty()) {
      ColumnPlaces.rewrite(this, statement);
    }
  }

  private void parameters(List<String> casts) {
    for (Token token : tokens) {
      if (!casts.isEmpty() && token.kind() == Token.Kind.PARAMETER) {
        String type = casts.get(LocalStatement.parameterNumber(token) - 1);
        if (!type.isEmpty()) {
          replace(token, "CAST($" + token.value() + " AS " + type + ")");
        }
      }
    }
  }

  private void postgresName(int i) {
    Token token = tokens.get(i);
    Token name = i + 2 < tokens.size() ? tokens.get(i + 2) : token;
    if (Dictionary.isPostgresName(name.folded())) {
      replace(token, Dictionary.DATABASE + "." + Dictionary.PG);
    } else {
      edits.add(new Edit(token.start(), tokens.get(i + 1).end(), ""));
    }
  }

  private void informationName(int i) {
    Token name = i + 2 < tokens.size() ? tokens.get(i + 2) : tokens.get(i);
    if (Dictionary.isInformationName(name.folded())) {
      replace(tokens.get(i), Dictionary.DATABASE + "." + Dictionary.INFORMATION);
    }
  }

  private void systemName(int i) {
    Token name = i + 2 < tokens.size() ? tokens.get(i + 2) : tokens.get(i);
    if (Dictionary.isSystemName(name.folded())) {
      replace(tokens.get(i), Dictionary.DATABASE + "." + Dictionary.SYSTEM);
    }
  }

  private void mysqlName(int i) {
    Token name = i + 2 < tokens.size() ? tokens.get(i + 2) : tokens.get(i);
    if (Dictionary.isMysqlName(name.folded())) {
      replace(tokens.get(i), Dictionary.DATABASE + "." + Dictionary.MYSQL);
    }
  }

  /// `OPERATOR(pg_catalog.~)` is `~`.
  private void operator(int i) {
    int close = LocalStatement.closing(tokens, i + 1);
    Token symbol = tokens.get(close - 1);
    edits.add(new Edit(tokens.get(i).start(), symbol.start(), ""));
    edits.add(new Edit(symbol.end(), tokens.get(close).end(), ""));
  }

  /// PostgreSQL's default collation is DuckDB's too.
  private void collation(int i) {
    int last = isSymbol(i + 2, ".") ? i + 3 : i + 1;
    if (last < tokens.size() && tokens.get(last).folded().equals("default")) {
      edits.add(new Edit(tokens.get(i).start(), tokens.get(last).end(), ""));
    }
  }

  /// `'{a,b}'::text[]`: DuckDB writes its arrays with brackets, so a function reads the braces.
  private void arrayLiteral(int i) {
    Token literal = i > 0 ? tokens.get(i - 1) : tokens.get(i);
    int bracket = isSymbol(i + 2, ".") ? i + 4 : i + 2;
    if (literal.kind() == Token.Kind.STRING
        && literal.value().startsWith("'{")
        && isSymbol(bracket, "[")) {
      replace(literal.start(), literal.start(), "fl.fl_pg.array_in(");
      replace(literal.end(), literal.end(), ")");
    }
  }

  boolean isSymbol(int index, String symbol) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isSymbol(symbol);
  }

  void replace(Token token, String replacement) {
    edits.add(new Edit(token.start(), token.end(), replacement));
  }

  void replace(int start, int end, String replacement) {
    edits.add(new Edit(start, end, replacement));
  }

  private String apply() {
    edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
    StringBuilder made = new StringBuilder();
    int at = 0;
    List<Edit> kept = new ArrayList<>();
    for (Edit edit : edits) {
      // An edit inside of another one (a name in a piece that was taken out) has no place any more.
      if (edit.start() < at) {
        continue;
      }
      made.append(statement.text(), at, edit.start()).append(edit.text());
      at = edit.end();
      kept.add(edit);
    }
    edits.clear();
    edits.addAll(kept);
    return made.append(statement.text(), at, statement.text().length()).toString();
  }
}
