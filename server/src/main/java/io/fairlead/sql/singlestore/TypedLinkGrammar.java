package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// The clauses CONFIG and CREDENTIALS: of a link, and of what is typed where otherwise the name of a
/// link stands, `S3 'bucket/path' CONFIG '{…}' CREDENTIALS '{…}'`.
final class TypedLinkGrammar {
  private TypedLinkGrammar() {}

  /// `[CONFIG '{…}'] [CREDENTIALS '{…}']` behind a path, in either order. None of both is a place that
  /// is open to everybody.
  static StorageClause.AsLink read(TokenReader in) {
    in.conceal();
    Optional<LinkClause.Whole> config = Optional.empty();
    Optional<LinkClause.Whole> credentials = Optional.empty();
    while (in.atOneOf("CONFIG", "CREDENTIALS")) {
      if (in.accept("CONFIG")) {
        mustBeFirst(in, "CONFIG", config);
        config = Optional.of(whole(in, "CONFIG"));
      } else {
        in.expect("CREDENTIALS");
        mustBeFirst(in, "CREDENTIALS", credentials);
        credentials = Optional.of(whole(in, "CREDENTIALS"));
      }
    }
    return new StorageClause.AsLink(config, credentials);
  }

  static void mustBeFirst(TokenReader in, String clause, Optional<?> before) {
    if (before.isPresent()) {
      throw in.problem(ProblemKind.SYNTAX, clause + " specified more than once");
    }
  }

  /// The JSON behind its word.
  static LinkClause.Whole whole(TokenReader in, String clause) {
    int position = in.peek().position();
    String text = in.text("a JSON object in quotes");
    return new LinkClause.Whole(text, JsonObject.read(text, clause, position));
  }

  /// `SET CONFIG …` and `SET CREDENTIALS …`, one of them or both, each a JSON or one key.
  static LinkEdits edits(TokenReader in) {
    in.conceal();
    Optional<LinkClause> config = Optional.empty();
    Optional<LinkClause> credentials = Optional.empty();
    do {
      in.expect("SET");
      if (in.accept("CONFIG")) {
        mustBeFirst(in, "SET CONFIG", config);
        config = Optional.of(clause(in, "CONFIG"));
      } else if (in.accept("CREDENTIALS")) {
        mustBeFirst(in, "SET CREDENTIALS", credentials);
        credentials = Optional.of(clause(in, "CREDENTIALS"));
      } else {
        throw in.unexpected("CONFIG or CREDENTIALS");
      }
    } while (in.at("SET"));
    return new LinkEdits(config, credentials);
  }

  private static LinkClause clause(TokenReader in, String clause) {
    if (!in.acceptSymbol("::")) {
      return whole(in, clause);
    }
    String key = key(in);
    in.expectSymbol("=");
    return new LinkClause.OneKey(key, in.text("a value in quotes"));
  }

  /// One key with all its dots and dashes, or anything in quotes. Its letters keep their case.
  private static String key(TokenReader in) {
    Token first = in.peek();
    if (first.kind() == Token.Kind.QUOTED || first.kind() == Token.Kind.TEXT) {
      return in.next().text();
    }
    if (first.kind() != Token.Kind.WORD) {
      throw in.unexpected("a key");
    }
    Token last = in.next();
    while (in.peek().start() == last.end() && !in.atSymbol("=") && !in.atEnd()) {
      last = in.next();
    }
    return in.slice(first);
  }
}
