package io.fairlead.sql.singlestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Splitter;
import java.util.List;
import org.junit.jupiter.api.Test;

/// MySQL's spelling in PostgreSQL's.
class RespellingTest {
  private static String of(String text) {
    return Respelling.of(text);
  }

  @Test
  void quotes() {
    assertEquals("DELETE FROM \"a`b\" WHERE \"c\"\"d\"", of("DELETE FROM `a``b` WHERE `c\"d`"));
    assertEquals(
        "INSERT INTO t VALUES ('it''s', 'q\"''', 'a\nb\\c')",
        of("INSERT INTO t VALUES ('it\\'s', \"q\"\"'\", 'a\\nb\\\\c')"));
    assertEquals("INSERT INTO t VALUES ('ab' )", of("INSERT INTO t VALUES ('a' \"b\" )"));
    assertEquals("INSERT INTO t VALUES (from_hex('00ff'))", of("INSERT INTO t VALUES (x'00ff')"));
    assertEquals("DELETE FROM t WHERE e ''", of("DELETE FROM t WHERE e''"));
  }

  @Test
  void labelsAreWhatWasWritten() {
    assertEquals("SELECT 1 AS \"1\"", of("SELECT 1"));
    assertEquals("SELECT a, t.b, *, 1 x, 2 AS y", of("SELECT a, t.b, *, 1 x, 2 AS y"));
    assertEquals(
        "SELECT count(*) AS \"count(*)\", 'x' AS \"x\" FROM t", of("SELECT count(*), 'x' FROM t"));
  }

  @Test
  void comments() {
    assertEquals("DELETE FROM t WHERE a", of("DELETE FROM t # all\n WHERE a"));
    assertEquals("DELETE FROM t WHERE a = 5- -3", of("DELETE FROM t WHERE a = 5--3"));
    assertEquals(" SET NAMES 'utf8'", of("/*!40101 SET NAMES 'utf8' */"));
  }

  @Test
  void limitsParametersAndVariables() {
    assertEquals("UPDATE t SET a = $1 LIMIT $3 OFFSET $2", of("UPDATE t SET a = ? LIMIT ?, ?"));
    assertEquals(
        "SELECT current_setting('version_comment') AS \"@@version_comment\" LIMIT 1",
        of("SELECT @@version_comment LIMIT 1"));
    assertEquals(
        "SELECT current_setting('a') AS b, current_setting('@x') AS \"@x\"",
        of("SELECT @@session.a AS b, @x"));
    assertEquals("COPY INTO t FROM @stage/x", of("COPY INTO t FROM @stage/x"));
  }

  @Test
  void patternsKeepTheirEscapes() {
    assertEquals(
        "DELETE FROM t WHERE a LIKE 'x\\_%' ESCAPE '\\'", of("DELETE FROM t WHERE a LIKE 'x\\_%'"));
  }

  @Test
  void tablesAreDefinedInTheEnginesTypes() {
    assertEquals(
        "CREATE TABLE t (\"a\" UINTEGER NOT NULL, PRIMARY KEY(a))",
        of("CREATE ROWSTORE TABLE t (`a` INT(11) UNSIGNED NOT NULL, PRIMARY KEY (a)) ENGINE=x"));
    assertEquals("CREATE TABLE t ()", of("CREATE TABLE t (KEY (a))"));
    assertEquals(
        "CREATE TABLE t (a INTEGER, UNIQUE(a), CONSTRAINT c CHECK (a > 0))",
        of("CREATE TABLE t (a INT, CONSTRAINT b UNIQUE KEY d (a), CONSTRAINT c CHECK (a > 0))"));
    assertEquals(
        "CREATE TABLE t (a INTEGER) 's3://b/c/' CONNECTION = (x = 'y')",
        of("CREATE TABLE t (a INT) 's3://b/c/' CONNECTION = (x = 'y')"));
    for (String other :
        List.of("CREATE TABLE t AS SELECT 1", "CREATE TABLE t (LIKE a)", "CREATE ROWSTORE x")) {
      assertEquals(other, of(other));
    }
  }

  /// Wherever a definition ends, it is read to that end.
  @Test
  void aDefinitionThatEndsTooEarlyIsPassedOn() {
    String whole =
        "CREATE OR REPLACE REFERENCE TABLE IF NOT EXISTS a.b (c ENUM('x') KEY DEFAULT NOW(6),"
            + " UNIQUE KEY k USING HASH (c(3) DESC, d), CONSTRAINT e PRIMARY KEY (c),"
            + " f DOUBLE PRECISION(1) CHARACTER SET x) DEFAULT CHARACTER SET = y, COMMENT 'z'";
    for (int end = 0; end <= whole.length(); end++) {
      try {
        assertTrue(of(whole.substring(0, end)).length() <= 2 * whole.length());
      } catch (Refusal unfinished) {
        assertEquals(ProblemKind.SYNTAX, unfinished.problem().kind());
      }
    }
  }

  @Test
  void whatHasNoEndIsRefused() {
    for (String text : List.of("SELECT 'a", "SELECT `a", "SELECT /* a", "SELECT \"a\\\"")) {
      Refusal refusal = assertThrows(Refusal.class, () -> of(text));
      assertEquals(ProblemKind.SYNTAX, refusal.problem().kind());
    }
  }

  @Test
  void statementsEndAtSemicolonsOutsideOfQuotes() {
    List<String> parts =
        MysqlLexis.INSTANCE.split("a ';' ; # ;\n b `;` ;; /*! c */").stream()
            .map(Splitter.Part::text)
            .toList();
    assertEquals(List.of("a ';'", "b `;`", "/*! c */"), parts);
  }
}
