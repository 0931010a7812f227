package io.fairlead.sql.singlestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
