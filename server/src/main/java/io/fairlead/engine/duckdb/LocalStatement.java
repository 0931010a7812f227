package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.engine.View;
import io.fairlead.sql.StagedFiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A statement that the engine may run: its tokens without comments and semicolon, and what it
/// does. What is not on the list here is refused before DuckDB sees it.
///
/// @param object what is created, dropped or altered, `TABLE`; empty for other verbs
/// @param insertion the INSERT into an external table that it is
/// @param staged files that it reads as tables
record LocalStatement(
    String text,
    List<Token> tokens,
    Verb verb,
    String object,
    Optional<Insertion> insertion,
    List<StagedFiles> staged) {
  private static final Set<String> CREATED =
      Set.of("table", "view", "index", "sequence", "type");
  private static final Set<String> BEFORE_OBJECT =
      Set.of("or", "replace", "temp", "temporary", "local", "global", "unlogged", "unique",
          "recursive");
  private static final Set<String> COMMENTED = Set.of("table", "view", "column", "index");

  /// One that is known to be a query.
  static LocalStatement read(String text, Permissions permissions, View view) {
    return read(text, permissions, view, ExternalTargets.Locals.UNASKED);
  }

  /// @throws io.fairlead.base.Refusal when the engine must not run it
  static LocalStatement read(
      String text, Permissions permissions, View view, ExternalTargets.Locals locals) {
    List<Token> tokens =
        Tokens.of(text).stream().filter(token -> token.kind() != Token.Kind.COMMENT).toList();
    while (!tokens.isEmpty() && tokens.getLast().isSymbol(";")) {
      tokens = tokens.subList(0, tokens.size() - 1);
    }
    for (Token token : tokens) {
      if (token.isSymbol(";")) {
        throw Problem.of(ProblemKind.SYNTAX, "cannot run several statements in one")
            .at(token.start() + 1)
            .refusal();
      }
    }
    if (tokens.isEmpty()) {
      return new LocalStatement(text, tokens, Verb.EMPTY, "", Optional.empty(), List.of());
    }
    Verb verb = verb(tokens);
    String object = object(tokens, verb);
    LocalStatement statement =
        new LocalStatement(text, tokens, verb, object, Optional.empty(), List.of());
    permissions.check(statement);
    return new LocalStatement(
        text, tokens, verb, object, ExternalTargets.check(statement, view, locals), List.of());
  }

  /// The same over files.
  LocalStatement over(List<StagedFiles> files) {
    return new LocalStatement(text, tokens, verb, object, insertion, List.copyOf(files));
  }

  private static Verb verb(List<Token> tokens) {
    Token first = tokens.getFirst();
    if (first.isSymbol("(")) {
      return Verb.SELECT;
    }
    String word = first.kind() == Token.Kind.WORD ? first.value() : "";
    return switch (word) {
      case "select", "values", "table", "from" -> Verb.SELECT;
      case "with" -> afterWith(tokens);
      case "insert" -> Verb.INSERT;
      case "update" -> Verb.UPDATE;
      case "delete" -> Verb.DELETE;
      case "truncate" -> Verb.TRUNCATE;
      case "create" -> Verb.CREATE;
      case "drop" -> Verb.DROP;
      case "alter" -> Verb.ALTER;
      case "comment" -> Verb.COMMENT;
      case "explain" -> explained(tokens);
      case "copy", "attach", "detach", "install", "load", "force", "export", "set",
          "reset", "pragma", "call", "use", "checkpoint", "update_extensions", "execute",
          "prepare", "deallocate", "vacuum", "summarize", "describe", "desc", "show", "pivot",
          "unpivot", "grant", "revoke", "merge", "declare", "fetch", "move", "close", "listen",
          "unlisten", "notify", "lock", "analyze", "reindex", "cluster", "do", "discard",
          "refresh", "import", "security", "reassign" ->
          throw notSupported(first, word.toUpperCase(Locale.ROOT) + " is not supported");
      default ->
          throw Problem.of(ProblemKind.SYNTAX, "syntax error at the start of the statement")
              .at(first.start() + 1)
              .refusal();
    };
  }

  /// What EXPLAIN explains has to be allowed too: EXPLAIN ANALYZE runs it.
  private static Verb explained(List<Token> tokens) {
    int i = 1;
    if (i < tokens.size() && tokens.get(i).isSymbol("(")) {
      i = closing(tokens, i) + 1;
    }
    while (i < tokens.size()
        && (tokens.get(i).isWord("analyze") || tokens.get(i).isWord("verbose"))) {
      i++;
    }
    if (i < tokens.size()) {
      Verb inner = verb(tokens.subList(i, tokens.size()));
      if (inner != Verb.SELECT
          && inner != Verb.INSERT
          && inner != Verb.UPDATE
          && inner != Verb.DELETE) {
        throw notSupported(tokens.get(i), "EXPLAIN of this statement is not supported");
      }
    }
    return Verb.EXPLAIN;
  }

  private static Verb afterWith(List<Token> tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        Token inner = tokens.get(Math.min(i + 1, tokens.size() - 1));
        if (inner.isWord("insert") || inner.isWord("update") || inner.isWord("delete")) {
          throw notSupported(inner, "a WITH query that changes rows is not supported");
        }
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.kind() == Token.Kind.WORD) {
        switch (token.value()) {
          case "select", "values", "table", "from" -> {
            return Verb.SELECT;
          }
          case "insert" -> {
            return Verb.INSERT;
          }
          case "update" -> {
            return Verb.UPDATE;
          }
          case "delete" -> {
            return Verb.DELETE;
          }
          default -> {}
        }
      }
    }
    return Verb.SELECT;
  }

  private static String object(List<Token> tokens, Verb verb) {
    if (verb != Verb.CREATE && verb != Verb.DROP && verb != Verb.ALTER && verb != Verb.COMMENT) {
      return "";
    }
    int i = 1;
    while (i < tokens.size()
        && (BEFORE_OBJECT.contains(tokens.get(i).value())
            || (verb == Verb.COMMENT && tokens.get(i).isWord("on")))) {
      i++;
    }
    Token kind = i < tokens.size() ? tokens.get(i) : tokens.getFirst();
    Set<String> known = verb == Verb.COMMENT ? COMMENTED : CREATED;
    if (kind.kind() != Token.Kind.WORD || !known.contains(kind.value())) {
      throw notSupported(kind, "this kind of " + verb + " is not supported");
    }
    return kind.value().toUpperCase(Locale.ROOT);
  }

  private static RuntimeException notSupported(Token token, String message) {
    return Problem.of(ProblemKind.NOT_SUPPORTED, message).at(token.start() + 1).refusal();
  }

  /// The index of the parenthesis that closes the one at `open`; the last token when none does.
  static int closing(List<Token> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).isSymbol("(")) {
        depth++;
      } else if (tokens.get(i).isSymbol(")") && --depth == 0) {
        return i;
      }
    }
    return tokens.size() - 1;
  }

  /// The number of its parameters: the highest that it names.
  int parameters() {
    int most = 0;
    if (!staged.isEmpty()) {
      return most; // There `$1` is a column.
    }
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.PARAMETER) {
        most = Math.max(most, parameterNumber(token));
      }
    }
    return most;
  }

  static int parameterNumber(Token token) {
    String digits = token.value();
    int number = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    if (number < 1 || number > 65535) {
      throw Problem.of(ProblemKind.INVALID_PARAMETER, "there is no parameter $" + digits)
          .at(token.start() + 1)
          .refusal();
    }
    return number;
  }

  /// PostgreSQL's command tag.
  ///
  /// @param rows changed or, for a statement that makes a table of a query, written
  String tag(long rows) {
    return switch (verb) {
      case SELECT, EXPLAIN -> verb.name();
      case INSERT -> "INSERT 0 " + rows;
      case UPDATE, DELETE -> verb + " " + rows;
      case TRUNCATE -> "TRUNCATE TABLE";
      case COMMENT -> "COMMENT";
      case CREATE, DROP, ALTER -> verb + " " + object;
      case EMPTY -> "";
    };
  }

  boolean returnsRows() {
    return switch (verb) {
      case SELECT, EXPLAIN -> true;
      case INSERT, UPDATE, DELETE -> tokens.stream().anyMatch(token -> token.isWord("returning"));
      default -> false;
    };
  }

  /// Where the word stands that says what the statement does: behind the queries of a WITH.
  int verbIndex() {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.isWord(verb.name().toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    return 0;
  }

  /// The token at an index; null outside of the statement.
  @Nullable Token at(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : null;
  }
}
