package io.fairlead.sql.materialize;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Types and options are spelled in several words. This finds them among the tokens, and back.
final class Spellings {
  private final Vocabulary vocabulary;

  Spellings(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// How many words stand in a row at the cursor, but no more than `most`. Those that end a list of
  /// options are not counted.
  static int wordsInRow(TokenReader in, int most) {
    int count = 0;
    while (count < most && in.peek(count).kind() == Token.Kind.WORD) {
      if (count > 0 && (in.peek(count).is("WITH") || in.peek(count).is("USING"))) {
        break;
      }
      count++;
    }
    return count;
  }

  /// The next `count` tokens in upper case with spaces between.
  static String spelling(TokenReader in, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(Letters.upper(in.peek(i).text()));
    }
    return words.toString();
  }

  /// Reads the name of a type.
  ///
  /// @param row how many of the next words may belong to it
  String type(TokenReader in, int row) {
    for (int count = row; count > 0; count--) {
      Optional<String> found = vocabulary.type(spelling(in, count));
      if (found.isPresent()) {
        skip(in, count);
        return found.get();
      }
    }
    if (row == 0) {
      throw in.unexpected("a type of connection");
    }
    boolean listFollows = in.peek(row).isSymbol("(");
    throw unknownType(in, spelling(in, listFollows ? row : 1));
  }

  private Refusal unknownType(TokenReader in, String spelling) {
    Set<String> known = new TreeSet<>(vocabulary.types().keySet());
    return Problem.of(ProblemKind.INVALID_OPTION, "unknown connection type \"" + spelling + "\"")
        .withDetail("Types are " + String.join(", ", known) + ".")
        .withHint(Nearest.hint(spelling, known).orElse(null))
        .at(in.peek().position())
        .refusal();
  }

  boolean isOption(TokenReader in, int count) {
    return vocabulary.option(spelling(in, count)).isPresent();
  }

  /// Takes `count` words as the name of an option. An unknown one is kept, for the command to
  /// refuse with what the type allows.
  String option(TokenReader in, int count) {
    String spelling = spelling(in, count);
    skip(in, count);
    return vocabulary
        .option(spelling)
        .orElseGet(() -> Letters.lower(spelling).replace(' ', '_'));
  }

  private static void skip(TokenReader in, int count) {
    for (int i = 0; i < count; i++) {
      in.next();
    }
  }

  /// `SSL MODE` for `ssl_mode`. An unknown key keeps its underscores, so that it reads as itself.
  String ofOption(String key) {
    String spaced = Letters.upper(key).replace('_', ' ');
    return vocabulary.option(spaced).isPresent() ? spaced : Letters.upper(key);
  }

  /// `SSH TUNNEL` for `ssh-tunnel`.
  String ofType(String name) {
    String spaced = Letters.upper(name).replace('-', ' ');
    if (vocabulary.type(spaced).isPresent()) {
      return spaced;
    }
    return vocabulary.types().entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(java.util.Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(spaced);
  }
}
