package io.fairlead.sql.deltaforge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Readings;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TimeLiteral;
import io.fairlead.sql.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DeltaForgeDialectTest {
  private static final String CANARY = "canary";

  private final DeltaForgeDialect dialect = new DeltaForgeDialect(Words.VOCABULARY);

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests("sql/deltaforge", text -> Readings.outcome(dialect, text));
  }

  @TestFactory
  Stream<DynamicTest> definitions() {
    return GoldenFiles.tests("sql/deltaforge-show", this::shown);
  }

  private String shown(String text) {
    Statement.CreateConnection create =
        assertInstanceOf(
            Statement.CreateConnection.class,
            assertInstanceOf(Reading.Understood.class, dialect.read(text)).statement());
    String redacted = dialect.show(create, true);
    String full = dialect.show(create, false);
    assertInstanceOf(Reading.Understood.class, dialect.read(full), full);
    return full.equals(redacted) ? full : full + "\nredacted:\n" + redacted;
  }

  /// Whatever of a statement is there, and with any one character lost, its secret is in no message
  /// and in no printed form.
  @Test
  void noPartOfAStatementGivesItsSecretAway() {
    int statements = 0;
    for (byte[] input : GoldenFiles.inputs("sql/deltaforge", "sql/deltaforge-secrets")) {
      String text = new String(input, StandardCharsets.UTF_8);
      if (text.contains(CANARY)) {
        statements++;
        for (int i = 0; i <= text.length(); i++) {
          mustKeep(text.substring(0, i));
          mustKeep(text.substring(0, i) + text.substring(Math.min(i + 1, text.length())));
        }
      }
    }
    assertFalse(statements < 20, "too few statements have a secret");
  }

  private void mustKeep(String text) {
    switch (dialect.read(text)) {
      case Reading.NotMine _ -> {}
      case Reading.Wrong(Problem problem, int _) ->
          assertFalse(
              (problem.message() + problem.detail() + problem.hint()).contains(CANARY), text);
      case Reading.Understood(Statement statement) -> {
        assertFalse(dialect.format(statement).contains(CANARY), text);
        assertFalse(statement.toString().contains(CANARY), text);
      }
    }
  }

  private void mustBe(String statement, boolean fine) {
    Reading reading = dialect.read(statement);
    assertEquals(fine, reading instanceof Reading.Understood, statement);
    assertEquals(!fine, reading instanceof Reading.Wrong, statement);
  }

  private static String overlap(Duration time) {
    return "ALTER CREDENTIAL c SET SECRET 'x' WITH (OVERLAP = '" + time + "')";
  }

  @Test
  void overlapsAtTheLimits() {
    mustBe(overlap(Limits.SHORTEST_OVERLAP), true);
    mustBe(overlap(Limits.SHORTEST_OVERLAP.minusNanos(1)), false);
    mustBe(overlap(Limits.LONGEST_OVERLAP), true);
    mustBe(overlap(Limits.LONGEST_OVERLAP.plusNanos(1)), false);
    mustBe(overlap(Duration.ofDays(-3)), false);
    String proofs = "ALTER CONNECTION c SET CREDENTIAL = x WITH (OVERLAP = '1 h', PROOFS = ";
    mustBe(proofs + Limits.OVERLAP_PROOFS + ")", true);
    mustBe(proofs + (Limits.OVERLAP_PROOFS + 1) + ")", false);
    mustBe(proofs + "0)", false);
  }

  private static String stale(Duration time) {
    return "CREATE VAULT v TYPE = CREDENTIAL LINKED EXTERNAL SECRET 'x' MAX_STALE '" + time + "'";
  }

  @Test
  void staleValuesAtTheLimits() {
    mustBe(stale(Limits.SHORTEST_STALE), true);
    mustBe(stale(Limits.SHORTEST_STALE.minusNanos(1)), false);
    mustBe(stale(Limits.LONGEST_STALE), true);
    mustBe(stale(Limits.LONGEST_STALE.plusNanos(1)), false);
  }

  private static String expires(String when) {
    return "ALTER VAULT v SET EXPIRES '" + when + "'";
  }

  @Test
  void timesAtTheLimits() {
    mustBe(expires(Limits.EARLIEST_TIME.toString()), true);
    mustBe(expires(Limits.EARLIEST_TIME.minusNanos(1).toString()), false);
    mustBe(expires(Limits.LATEST_TIME.toString()), true);
    mustBe(expires(Limits.LATEST_TIME.plusNanos(1).toString()), false);
  }

  @Test
  void nestingAtTheLimit() {
    String head = "ALTER CONNECTION c SET OPTION brokers = ";
    String inside = "(".repeat(Limits.NESTING) + "'a'" + ")".repeat(Limits.NESTING);
    mustBe(head + inside, true);
    mustBe(head + "(" + inside + ")", false);
    mustBe(head + "(".repeat(90_000), false);
  }

  @Test
  void lengthsOfTimeAreSaidInTheLargestUnit() {
    List<Duration> times =
        List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(90),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofDays(2),
            Duration.ofMillis(1500));
    assertEquals(
        List.of("1 second", "90 seconds", "15 minutes", "1 hour", "2 days", "PT1.5S"),
        times.stream().map(TimeLiteral::words).toList());
  }
}
