package io.fairlead.sql.databend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Readings;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Words;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DatabendDialectTest {
  private static final String CANARY = "canary";

  private final DatabendDialect dialect = new DatabendDialect(Words.VOCABULARY);

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests("sql/databend", text -> Readings.outcome(dialect, text));
  }

  /// Whatever of a statement is there, and with any one character lost, its secret is in no message
  /// and in no printed form.
  @Test
  void noPartOfAStatementGivesItsSecretAway() {
    int statements = 0;
    for (byte[] input : GoldenFiles.inputs("sql/databend")) {
      String text = new String(input, StandardCharsets.UTF_8);
      if (text.contains(CANARY)) {
        statements++;
        for (int i = 0; i <= text.length(); i++) {
          mustKeep(text.substring(0, i));
          mustKeep(text.substring(0, i) + text.substring(Math.min(i + 1, text.length())));
        }
      }
    }
    assertFalse(statements < 10, "too few statements have a secret");
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

  private String voiced(ProblemKind kind, String message) {
    return dialect.voiced(Problem.of(kind, message)).message();
  }

  @Test
  void failuresHaveTheVendorsNumbers() {
    assertEquals(
        "[2510] connection \"c\" does not exist",
        voiced(ProblemKind.UNKNOWN_OBJECT, "connection \"c\" does not exist"));
    assertEquals(
        "[1025] table \"t\" does not exist",
        voiced(ProblemKind.UNKNOWN_OBJECT, "table \"t\" does not exist"));
    assertEquals("[1005] x", voiced(ProblemKind.SYNTAX, "x"));
    assertEquals("x", voiced(ProblemKind.BUSY, "x"));
  }

  /// Without a location a CREATE TABLE is the engine's, unless the schema has a storage.
  @Test
  void aTableWithoutALocationIsReadWhereItsSchemaHasAStorage() {
    String text = "CREATE OR REPLACE TABLE s.t (a INT NOT NULL) COMMENT = 'c'";
    assertInstanceOf(Reading.NotMine.class, dialect.read(text));
    Statement.CreateTable read =
        assertInstanceOf(
            Statement.CreateTable.class,
            assertInstanceOf(Reading.Understood.class, dialect.readInStorage(text)).statement());
    assertEquals("", read.uri());
    assertEquals(text, dialect.format(read));
    assertInstanceOf(
        Reading.NotMine.class, dialect.readInStorage("CREATE TEMP TABLE t (a INT)"));
    assertInstanceOf(
        Reading.Wrong.class,
        dialect.readInStorage("CREATE TABLE t (a INT) CONNECTION = (CONNECTION_NAME = 'c')"));
  }
}
