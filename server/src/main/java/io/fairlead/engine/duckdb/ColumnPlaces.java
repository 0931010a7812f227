package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `$2` over staged files is their second column, and `$1:name.part[0]` a part of a row of NDJSON: JSON,
/// or a text where it is cast to one.
final class ColumnPlaces {
  private static final Set<String> TEXTS = Set.of("varchar", "text", "string");

  private final Spelling spelling;
  private final LocalStatement statement;
  private final List<Token> tokens;

  private ColumnPlaces(Spelling spelling, LocalStatement statement) {
    this.spelling = spelling;
    this.statement = statement;
    this.tokens = statement.tokens();
  }

  /// What a column is called.
  static String name(int place) {
    return "_$" + place;
  }

  /// The columns that a statement reads by place.
  static List<Token> of(LocalStatement statement) {
    return statement.tokens().stream()
        .filter(token -> token.kind() == Token.Kind.PARAMETER)
        .toList();
  }

  /// Those of which it reads parts.
  static List<Token> ofParts(LocalStatement statement) {
    List<Token> found = new ArrayList<>();
    for (int i = 0; i + 1 < statement.tokens().size(); i++) {
      Token next = statement.tokens().get(i + 1);
      if (statement.tokens().get(i).kind() == Token.Kind.PARAMETER
          && (next.isSymbol(":") || next.isSymbol("["))) {
        found.add(statement.tokens().get(i));
      }
    }
    return found;
  }

  static void rewrite(Spelling spelling, LocalStatement statement) {
    ColumnPlaces places = new ColumnPlaces(spelling, statement);
    for (int i = 0; i < places.tokens.size(); i++) {
      if (places.tokens.get(i).kind() == Token.Kind.PARAMETER) {
        places.column(i);
      }
    }
  }

  private void column(int i) {
    Token place = tokens.get(i);
    String column = Database.quoted(name(LocalStatement.parameterNumber(place)));
    StringBuilder path = new StringBuilder("$");
    int behind = part(i + 1, path);
    if (path.length() == 1) {
      spelling.replace(place, column);
      return;
    }
    boolean isQualified =
        i > 1 && spelling.isSymbol(i - 1, ".") && tokens.get(i - 2).isName();
    int start = isQualified ? tokens.get(i - 2).start() : place.start();
    String qualifier = statement.text().substring(start, place.start());
    boolean isText = isCastTo(behind, i - (isQualified ? 2 : 0), true);
    if (!isText
        && statement.verb() != Verb.SELECT
        && !isCastTo(behind, i - (isQualified ? 2 : 0), false)) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "a part of a row needs a cast here")
          .withHint("Such as $1:name::VARCHAR.")
          .at(place.start() + 1)
          .refusal();
    }
    spelling.replace(
        start,
        tokens.get(behind - 1).end(),
        "(%s%s %s %s)"
            .formatted(
                qualifier, column, isText ? "->>" : "->", Database.literal(path.toString())));
  }

  /// @return behind the path
  private int part(int first, StringBuilder path) {
    int at = first;
    while (true) {
      boolean dotted =
          spelling.isSymbol(at, ":") || (path.length() > 1 && spelling.isSymbol(at, "."));
      if (dotted && at + 1 < tokens.size() && tokens.get(at + 1).isName()) {
        Token name = tokens.get(at + 1);
        // Keys of JSON have their case, in quotes or not.
        path.append('.').append(key(name, written(name)));
        at += 2;
      } else if (spelling.isSymbol(at, "[") && spelling.isSymbol(at + 2, "]")) {
        Token index = tokens.get(at + 1);
        if (index.kind() == Token.Kind.NUMBER) {
          path.append('[').append(index.value()).append(']');
        } else if (index.kind() == Token.Kind.STRING) {
          path.append('.').append(key(index, unquoted(index.value())));
        } else {
          return at;
        }
        at += 3;
      } else {
        return at;
      }
    }
  }

  private String written(Token name) {
    return name.kind() == Token.Kind.QUOTED_NAME
        ? name.value()
        : statement.text().substring(name.start(), name.end());
  }

  private static String unquoted(String literal) {
    return literal.substring(1, literal.length() - 1).replace("''", "'");
  }

  private static String key(Token token, String name) {
    if (name.indexOf('"') >= 0) {
      throw Problem.of(ProblemKind.NOT_SUPPORTED, "a key with a double quote is not supported")
          .at(token.start() + 1)
          .refusal();
    }
    return '"' + name + '"';
  }

  /// @param behind the index of the token behind the part
  /// @param first the index of its first token
  /// @param text whether to a text; else to anything
  private boolean isCastTo(int behind, int first, boolean text) {
    boolean isCast =
        spelling.isSymbol(behind, "::")
            || (spelling.isSymbol(first - 1, "(")
                && first > 1
                && (tokens.get(first - 2).isWord("cast")
                    || tokens.get(first - 2).isWord("try_cast"))
                && behind < tokens.size()
                && tokens.get(behind).isWord("as"));
    return isCast
        && (!text
            || (behind + 1 < tokens.size() && TEXTS.contains(tokens.get(behind + 1).value())));
  }
}
