package io.fairlead.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.golden.Tree;
import java.nio.charset.StandardCharsets;

/// The outcome of reading a statement, for golden files: the tree and its printed form, or what is
/// wrong.
public final class Readings {
  private Readings() {}

  public static String outcome(Dialect dialect, String text) {
    return switch (dialect.read(text)) {
      case Reading.NotMine _ -> "not mine";
      case Reading.Wrong wrong -> Tree.of(wrong.problem());
      case Reading.Understood(Statement.Query(String query)) -> query;
      case Reading.Understood(Statement statement) ->
          Tree.of(statement) + "\n= " + printed(dialect, statement);
    };
  }

  /// The printed form of a statement, after checking that it reads as what it printed.
  public static String printed(Dialect dialect, Statement statement) {
    String printed = dialect.format(statement);
    if (dialect.read(printed) instanceof Reading.Understood(Statement again)) {
      assertEquals(printed, dialect.format(again));
      return printed;
    }
    throw new AssertionError("cannot be read: " + printed);
  }

  /// What holds for every text: a correct statement reads as what it printed, on one line; a wrong
  /// one is refused at a place in it, without a secret.
  static void mustHold(Dialect dialect, String text) {
    switch (dialect.read(text)) {
      case Reading.NotMine _ -> {}
      case Reading.Wrong(Problem problem, int reach) -> {
        String shown = problem.message() + problem.detail() + problem.hint();
        assertFalse(shown.contains(Phrases.CANARY), text + "\n" + shown);
        int end = text.codePointCount(0, text.length()) + 1;
        assertTrue(problem.position() >= 1 && problem.position() <= end, text);
        assertTrue(reach >= 1 && reach <= end + 1, text);
      }
      case Reading.Understood(Statement.Query _) -> {}
      case Reading.Understood(Statement statement) ->
          assertFalse(printed(dialect, statement).contains("\n"), text);
    }
  }

  /// The same for bytes that nobody wrote. They may have the canary in a word, which a message may
  /// quote where no secret can be; there it is renamed.
  static void mustHold(Dialect dialect, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    mustHold(dialect, hasCanaryWord(text) ? text.replace(Phrases.CANARY, "name") : text);
  }

  private static boolean hasCanaryWord(String text) {
    Lexer lexer = new Lexer(text);
    try {
      for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
        boolean word = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
        if (word && token.text().contains(Phrases.CANARY)) {
          return true;
        }
      }
    } catch (Refusal rest) {
      // What stands behind this is in no message.
    }
    return false;
  }
}
