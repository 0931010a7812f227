package io.fairlead.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.deltaforge.DeltaForgeDialect;
import io.fairlead.sql.materialize.MaterializeDialect;
import io.fairlead.sql.postgresql.PostgresqlDialect;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for every statement, right or wrong, of every dialect.
class DialectLawsTest {
  private static final int CASES = 5_000;

  private static final List<String> SOUP =
      List.of(
          "CREATE", "ALTER", "DROP", "SHOW", "CONNECTION", "SECRET", "ROLE", "SCHEMA", "SET",
          "RESET", "GRANT", "REVOKE", "OWNED", "PRIVILEGES", "COMMENT", "ON", "IS", "BEGIN", "IF", "NOT", "EXISTS", "TO", "FOR", "POSTGRES",
          "KAFKA", "(", ")", "[", "]", ",", ".", "=", ";", "-", "::", "$1", "$", "$$", "'", "\"",
          "'text'", "\"quoted\"", "E'\\", "/*", "*/", "--", "\n", "12", "1.5", "12x", "HOST", "KEY",
          "USER", "PUBLIC", "WITH", "VALIDATE", "ROTATE", "KEYS", "AS", "NULL", "PASSWORD", "USING",
          "BROKER", "CREDENTIAL", "STORAGE", "OPTIONS", "TYPE", "EXPIRES", "ALL", "CONNECTIONS", "WHERE", "LIKE", "\u0000", "😀", "\ud83d", "c");

  private final Dialect materialize = new MaterializeDialect(Words.VOCABULARY);
  private final Dialect deltaforge = new DeltaForgeDialect(Words.VOCABULARY);
  private final Dialect postgresql = new PostgresqlDialect();

  private static long seed() {
    long seed = Long.getLong("law.seed", 20261125L);
    System.out.println("law.seed=" + seed);
    return seed;
  }

  @Test
  void whatIsPrintedReadsAsItselfAndKeepsSecrets() {
    Random random = new Random(seed());
    for (int i = 0; i < CASES; i++) {
      Statements statements = new Statements(random.nextLong());
      check(materialize, statements.materialize());
      check(postgresql, statements.postgresql());
      check(deltaforge, new DeltaForgeStatements(random.nextLong()).any());
    }
  }

  private static void check(Dialect dialect, String text) {
    Statement statement =
        assertInstanceOf(Reading.Understood.class, dialect.read(text), text).statement();
    String printed = Readings.printed(dialect, statement);
    assertFalse(printed.contains(Phrases.CANARY), text);
    assertFalse(printed.contains("\n"), text);
    assertFalse(statement.toString().contains(Phrases.CANARY), text);
  }

  @Test
  void brokenStatementsGetAnAnswerWithoutSecrets() {
    Random random = new Random(seed());
    for (int i = 0; i < CASES; i++) {
      Statements statements = new Statements(random.nextLong());
      Readings.mustHold(materialize, broken(statements.materialize(), random));
      Readings.mustHold(postgresql, broken(statements.postgresql(), random));
      String text = new DeltaForgeStatements(random.nextLong()).any();
      Readings.mustHold(deltaforge, broken(text, random));
    }
  }

  private static String broken(String text, Random random) {
    StringBuilder broken = new StringBuilder(text);
    int mistakes = 1 + random.nextInt(2);
    for (int i = 0; i < mistakes && broken.length() > 1; i++) {
      int at = random.nextInt(broken.length());
      switch (random.nextInt(4)) {
        case 0 -> broken.deleteCharAt(at);
        case 1 -> broken.insert(at, SOUP.get(random.nextInt(SOUP.size())));
        case 2 -> broken.setLength(at);
        default -> broken.setCharAt(at, (char) random.nextInt(128));
      }
    }
    return broken.toString();
  }

  @Test
  void anySoupOfTokensGetsAnAnswer() {
    Random random = new Random(seed());
    for (int i = 0; i < CASES; i++) {
      StringBuilder soup = new StringBuilder();
      int tokens = random.nextInt(20);
      for (int j = 0; j < tokens; j++) {
        soup.append(SOUP.get(random.nextInt(SOUP.size()))).append(random.nextInt(3) > 0 ? " " : "");
      }
      Readings.mustHold(materialize, soup.toString());
      Readings.mustHold(postgresql, soup.toString());
      Readings.mustHold(deltaforge, soup.toString());
      Splitter.split(soup.toString());
    }
  }

  private static Problem wrong(Dialect dialect, String text) {
    return assertInstanceOf(Reading.Wrong.class, dialect.read(text)).problem();
  }

  @Test
  void nestingAtTheLimit() {
    String head = "ALTER CONNECTION c SET (BROKERS ";
    String inside = "(".repeat(Limits.NESTING) + "'a'" + ")".repeat(Limits.NESTING);
    assertInstanceOf(Reading.Understood.class, materialize.read(head + inside + ")"));
    assertEquals(
        ProblemKind.TOO_LARGE, wrong(materialize, head + "(" + inside + "))").kind());

    String show = "SHOW CONNECTIONS WHERE ";
    assertInstanceOf(Reading.Understood.class, materialize.read(show + inside));
    assertEquals(ProblemKind.TOO_LARGE, wrong(materialize, show + "(" + inside + ")").kind());
    assertEquals(
        ProblemKind.TOO_LARGE, wrong(materialize, head + "(".repeat(90_000)).kind());
  }

  @Test
  void statementsOfTheLargestSize() {
    String head = "CREATE SECRET s AS '";
    String value = "x".repeat(Limits.STATEMENT_CHARACTERS - head.length() - 1);
    assertInstanceOf(Reading.Understood.class, materialize.read(head + value + "'"));
    Problem problem = wrong(materialize, head + value + "x'");
    assertEquals(ProblemKind.TOO_LARGE, problem.kind());
    assertEquals("statement has more than 1048576 characters", problem.message());
  }

  @Test
  void statementsOfTheMostTokens() {
    // Five tokens in front of the list, one behind it, and two for each option.
    String head = "ALTER CONNECTION c DROP (";
    StringBuilder list = new StringBuilder("a0, b");
    for (int i = 1; i < (Limits.STATEMENT_TOKENS - 6) / 2 - 1; i++) {
      list.append(",a").append(i);
    }
    String most = head + list + ");";
    assertInstanceOf(Reading.Understood.class, materialize.read(most));
    assertEquals(ProblemKind.TOO_LARGE, wrong(materialize, head + list + ",x);").kind());
  }

  /// What is for the engine is not read to its end, whatever its size.
  @Test
  void otherStatementsAreLeftAlone() {
    String insert = "INSERT INTO t VALUES " + "(1), ".repeat(500_000) + "'";
    assertInstanceOf(Reading.NotMine.class, materialize.read(insert));
    assertInstanceOf(Reading.NotMine.class, postgresql.read(insert));
  }

  @Test
  void theReachTellsHowFarAReadingGot() {
    String text = "ALTER CONNECTION c SET (HOST 'h' PORT 1)";
    Reading.Wrong wrong = assertInstanceOf(Reading.Wrong.class, materialize.read(text));
    assertEquals(text.indexOf("PORT") + 1, wrong.reach());
    assertEquals(wrong.reach(), wrong.problem().position());
  }
}
