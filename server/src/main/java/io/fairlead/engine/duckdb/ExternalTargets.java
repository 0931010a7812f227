package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a statement does to external tables: INSERT adds a file, and nothing else changes one by
/// way of the engine.
final class ExternalTargets {
  private static final Set<String> BEFORE_NAME =
      Set.of("into", "or", "replace", "ignore", "only", "from", "table", "view", "if", "exists",
          "not", "temp", "temporary", "local", "global", "unlogged", "unique", "recursive", "on",
          "column", "concurrently");

  /// A word for the kind of the object stands between them and its name.
  private static final Set<Verb> OF_OBJECTS =
      Set.of(Verb.CREATE, Verb.DROP, Verb.ALTER, Verb.COMMENT);

  /// A name as it stands in a statement.
  record Written(List<Token> parts) {
    /// Null where none is written.
    @Nullable String schema() {
      String schema = parts.size() == 1 ? null : parts.get(parts.size() - 2).value();
      boolean database = parts.size() == 2 && Name.DATABASE.equals(schema);
      return database ? null : schema;
    }

    String object() {
      return parts.getLast().folded();
    }

    int start() {
      return parts.getFirst().start();
    }

    int end() {
      return parts.getLast().end();
    }
  }

  /// Tells whether a name is one of a table or view of the engine itself.
  interface Locals {
    /// For a statement that changes none.
    Locals UNASKED =
        name -> {
          throw new IllegalStateException("a query has no target");
        };

    boolean has(Name name);
  }

  private ExternalTargets() {}

  /// The INSERT into an external table that the statement is; empty for all that concerns none.
  ///
  /// @throws io.fairlead.base.Refusal when it would change one otherwise, or hide it
  static Optional<Insertion> check(LocalStatement statement, View view, Locals locals) {
    Verb verb = statement.verb();
    int at = statement.verbIndex() + 1;
    if (verb == Verb.EXPLAIN) {
      at = explained(statement);
      verb = at < statement.tokens().size() ? word(statement.tokens().get(at - 1)) : Verb.EMPTY;
    }
    if (verb == Verb.SELECT || verb == Verb.EMPTY || verb == Verb.EXPLAIN) {
      return Optional.empty();
    }
    for (Written written : targets(statement, verb, at)) {
      boolean makes = verb == Verb.CREATE && !statement.object().equals("INDEX");
      Optional<ExternalTable> table = table(makes, written, view, locals);
      if (table.isPresent()) {
        if (verb == Verb.INSERT) {
          return Optional.of(new Insertion(table.get(), written.start(), written.end()));
        }
        throw refused(statement, verb, table.get(), written);
      }
    }
    return Optional.empty();
  }

  /// Behind the word that says what is explained.
  private static int explained(LocalStatement statement) {
    List<Token> tokens = statement.tokens();
    int depth = 0;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && word(token) != Verb.EMPTY) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private static Verb word(Token token) {
    if (token.kind() != Token.Kind.WORD) {
      return Verb.EMPTY;
    }
    return switch (token.value()) {
      case "select", "values", "table", "from" -> Verb.SELECT;
      case "insert" -> Verb.INSERT;
      case "update" -> Verb.UPDATE;
      case "delete" -> Verb.DELETE;
      default -> Verb.EMPTY;
    };
  }

  /// The names of what a statement makes, changes or drops.
  static List<Written> targets(LocalStatement statement) {
    return targets(statement, statement.verb(), statement.verbIndex() + 1);
  }

  private static List<Written> targets(LocalStatement statement, Verb verb, int from) {
    List<Token> tokens = statement.tokens();
    int at = from;
    if (verb == Verb.CREATE && statement.object().equals("INDEX")) {
      while (at < tokens.size() && !tokens.get(at).isWord("on")) {
        at++;
      }
    } else if (OF_OBJECTS.contains(verb)) {
      at = behindObject(statement, from);
    }
    List<Written> found = new ArrayList<>();
    while (at < tokens.size()) {
      while (at < tokens.size() && BEFORE_NAME.contains(tokens.get(at).value())) {
        at++;
      }
      List<Token> parts = new ArrayList<>();
      while (at < tokens.size() && tokens.get(at).isName()) {
        parts.add(tokens.get(at));
        at++;
        if (at >= tokens.size() || !tokens.get(at).isSymbol(".")) {
          break;
        }
        at++;
      }
      boolean ofColumn = verb == Verb.COMMENT && statement.object().equals("COLUMN");
      if (ofColumn && parts.size() > 1) {
        parts.removeLast();
      }
      if (!parts.isEmpty()) {
        found.add(new Written(parts));
      }
      boolean more =
          (verb == Verb.DROP || verb == Verb.TRUNCATE)
              && at < tokens.size()
              && tokens.get(at).isSymbol(",");
      if (!more) {
        break;
      }
      at++;
    }
    return found;
  }

  /// `TABLE`, `VIEW` and the like: what comes before is no name.
  private static int behindObject(LocalStatement statement, int from) {
    List<Token> tokens = statement.tokens();
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).value().equalsIgnoreCase(statement.object())) {
        return i + 1;
      }
    }
    return from;
  }

  /// What is made is made in the session's schema, whatever there is in `public`.
  private static Optional<ExternalTable> table(
      boolean makes, Written written, View view, Locals locals) {
    return makes && written.schema() == null
        ? found(view, view.schema(), written.object())
        : named(written.schema(), written.object(), view, locals);
  }

  /// The external table of this name in the session's schemas.
  static Optional<ExternalTable> named(
      @Nullable String schema, String object, View view, Locals locals) {
    if (schema != null) {
      return found(view, schema, object);
    }
    Optional<ExternalTable> own = found(view, view.schema(), object);
    return own.isPresent() || view.schema().equals(Name.PUBLIC)
        ? own
        : found(view, Name.PUBLIC, object)
            .filter(shared -> !locals.has(new Name(view.schema(), object)));
  }

  /// DuckDB compares names without regard to case.
  private static Optional<ExternalTable> found(View view, String schema, String object) {
    return view.image()
        .find(Kind.Space.TABLE, new Name(schema, object))
        .or(
            () ->
                view.image().all(Kind.Space.TABLE).stream()
                    .filter(table -> table.name().schema().equalsIgnoreCase(schema))
                    .filter(table -> table.name().object().equalsIgnoreCase(object))
                    .findFirst())
        .filter(ExternalTable.class::isInstance)
        .map(ExternalTable.class::cast);
  }

  private static RuntimeException refused(
      LocalStatement statement, Verb verb, ExternalTable table, Written written) {
    String name = table.name().object();
    if (verb == Verb.CREATE && !statement.object().equals("INDEX")) {
      return Problem.of(
              ProblemKind.RELATION_EXISTS, "relation \"" + name + "\" already exists")
          .at(written.start() + 1)
          .refusal();
    }
    return Problem.of(
            ProblemKind.NOT_SUPPORTED,
            verb + " is not supported: table \"" + name + "\" is an external table")
        .withHint(
            verb == Verb.ALTER
                ? "CREATE OR REPLACE TABLE makes it anew over the same files; ALTER TABLE …"
                    + " CONNECTION = (…) changes its credentials."
                : "Its rows stand in files that others may read too: INSERT adds one, and REMOVE"
                    + " takes them away.")
        .at(written.start() + 1)
        .refusal();
  }
}
