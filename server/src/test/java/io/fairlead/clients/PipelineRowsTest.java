package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of rows that are there already, or that break a rule of their table. The files are in a
/// real S3 server.
class PipelineRowsTest {
  @TempDir Path folder = Path.of("");

  private final RotatingBucket bucket = new RotatingBucket("inbox");
  private final RunningServer server;
  private final Sql sql;

  PipelineRowsTest(@TempDir Path data) throws Exception {
    server = RunningServer.in(data);
    sql = Sql.to(server);
  }

  @BeforeEach
  void link() throws Exception {
    PipelinesTest.link(sql, bucket, "AK1");
  }

  @AfterEach
  void close() throws Exception {
    sql.close();
    server.close();
    bucket.close();
  }

  private void load(String errors, String end) throws Exception {
    sql.execute(PipelinesTest.FROM_FILES.formatted(errors) + " " + end);
    sql.execute("START PIPELINE p FOREGROUND");
  }

  private List<String> rows() throws Exception {
    return sql.rows("SELECT * FROM t ORDER BY 1, 2");
  }

  private static final String SUMMARY =
      "SELECT BATCH_STATE, ROWS_INSERTED, ROWS_UPDATED, ROWS_SKIPPED"
          + " FROM information_schema.PIPELINES_BATCHES_SUMMARY ORDER BY BATCH_ID";

  private static final String ERRORS =
      "SELECT ERROR_TYPE, ERROR_MESSAGE, LOAD_DATA_LINE, \"PARTITION\""
          + " FROM information_schema.PIPELINES_ERRORS ORDER BY \"PARTITION\", LOAD_DATA_LINE";

  @Test
  void rowsThatBreakRulesAreLeftOut() throws Exception {
    sql.execute("CREATE TABLE city (name VARCHAR PRIMARY KEY)");
    sql.execute("INSERT INTO city VALUES ('one'), ('two')");
    sql.execute(
        "CREATE TABLE t (n BIGINT CHECK (n > 0), words VARCHAR NOT NULL REFERENCES city(name),"
            + " twice BIGINT DEFAULT 7, CHECK (twice >= n), CHECK (n <> 5))");
    PipelinesTest.lines(sql, "a.csv", "1,one", "2,", "0,two", "3,three");
    PipelinesTest.lines(sql, "b.csv", "8,one", "5,two", ",two");
    Sql.Refused refused =
        refused("SKIP PARSER ERRORS", "(n, @w) SET words = nullif(@w, '')");
    assertEquals("23514", refused.state(), refused.toString());
    sql.execute("DROP PIPELINE p");
    load("SKIP CONSTRAINT ERRORS", "(n, @w) SET words = nullif(@w, '')");
    assertEquals(List.of("1 | one | 7", "null | two | 7"), rows());
    assertEquals(List.of("Succeeded | 2 | 0 | 5"), sql.rows(SUMMARY));
    assertEquals(
        List.of(
            "Warning | the row breaks a CHECK of n | {\"n\":0,\"words\":\"two\"} | a.csv",
            "Warning | column \"words\" must not be NULL | {\"n\":2,\"words\":null} | a.csv",
            "Warning | the row has no row of table \"city\" that it belongs to |"
                + " {\"n\":3,\"words\":\"three\"} | a.csv",
            "Warning | the row breaks a CHECK of n | {\"n\":5,\"words\":\"two\"} | b.csv",
            "Warning | the row breaks a CHECK of twice, n | {\"n\":8,\"words\":\"one\"} | b.csv"),
        sql.rows(ERRORS));
  }

  private Sql.Refused refused(String errors, String end) throws Exception {
    sql.execute(PipelinesTest.FROM_FILES.formatted(errors) + " " + end);
    return sql.refused("START PIPELINE p FOREGROUND");
  }

  @Test
  void allThatIsWrongWithRowsAtOnce() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR CHECK (words <> 'bad'))");
    PipelinesTest.lines(sql, "a.csv", "1,one", "two,two", "2,bad", "1,again", "3,three");
    load("SKIP ALL ERRORS", "");
    assertEquals(List.of("1 | one", "3 | three"), rows());
    assertEquals(List.of("Succeeded | 2 | 0 | 2"), sql.rows(SUMMARY));
    sql.execute("DROP PIPELINE p");
    load("SKIP ALL ERRORS REPLACE", "");
    assertEquals(List.of("1 | again", "3 | three"), rows());
  }

  @Test
  void soManyRowsThatBreakRulesAreKept() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT CHECK (n > 1), words VARCHAR)");
    String[] bad = new String[Limits.REJECTED_ROWS + 1];
    Arrays.fill(bad, "1,x");
    PipelinesTest.lines(sql, "a.csv", bad);
    PipelinesTest.lines(sql, "b.csv", "1,x");
    load("SKIP CONSTRAINT ERRORS", "");
    assertEquals(
        List.of("a.csv | " + Limits.REJECTED_ROWS, "b.csv | 1"),
        sql.rows(
            "SELECT \"PARTITION\", count(*) FROM information_schema.PIPELINES_ERRORS GROUP BY 1"
                + " ORDER BY 1"));
    assertEquals(
        List.of("Succeeded | 0 | 0 | " + (Limits.REJECTED_ROWS + 2)), sql.rows(SUMMARY));
  }

  @Test
  void theLastRowOfAKeyReplacesTheOthers() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR)");
    sql.execute("INSERT INTO t VALUES (1, 'old')");
    PipelinesTest.lines(sql, "a.csv", "1,one", "2,two", "1,again");
    PipelinesTest.lines(sql, "b.csv", "2,last");
    load("REPLACE", "");
    assertEquals(List.of("1 | again", "2 | last"), rows());
  }

  @Test
  void aRowWithoutAKeyIsNobodysDuplicate() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT UNIQUE, words VARCHAR)");
    sql.execute("INSERT INTO t VALUES (1, 'old'), (NULL, 'none')");
    PipelinesTest.lines(sql, "a.csv", "1,one", ",none", ",none", "2,two", "2,again");
    load("SKIP DUPLICATE KEY ERRORS", "");
    assertEquals(
        List.of("1 | old", "2 | two", "null | none", "null | none", "null | none"), rows());
    sql.execute("DROP PIPELINE p");
    sql.execute("DELETE FROM t WHERE n IS NULL");
    load("REPLACE", "");
    assertEquals(List.of("1 | one", "2 | again", "null | none", "null | none"), rows());
  }

  @Test
  void aTableWithoutAKeyTakesAllRows() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
    PipelinesTest.lines(sql, "a.csv", "1,one", "1,one");
    for (String errors :
        List.of("REPLACE", "IGNORE", "SKIP ALL ERRORS", "SKIP DUPLICATE KEY ERRORS")) {
      load(errors, "");
      assertEquals(List.of("1 | one", "1 | one"), rows(), errors);
      sql.execute("DROP PIPELINE p");
      sql.execute("DELETE FROM t");
    }
    load("", "ON DUPLICATE KEY UPDATE words = 'other'");
    assertEquals(List.of("1 | one", "1 | one"), rows());
  }

  @Test
  void aRowThatIsThereIsUpdated() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR, hits BIGINT DEFAULT 1)");
    sql.execute("INSERT INTO t VALUES (1, 'old', 5)");
    PipelinesTest.lines(sql, "a.csv", "1,one", "2,two", "1,again", "2,more", "2,last", "3,three");
    String update =
        "(n, words) ON DUPLICATE KEY UPDATE hits = hits + 1, words = words || '/' || VALUES(words)";
    load("", update);
    assertEquals(
        List.of("1 | old/one/again | 7", "2 | two/more/last | 3", "3 | three | 1"), rows());
    assertEquals(List.of("Succeeded | 2 | 4 | 0"), sql.rows(SUMMARY));
    String shown = sql.row("SHOW CREATE PIPELINE p");
    assertTrue(shown.contains("UPDATE `hits` = hits + 1, `words` = words || '/' || VALUES(`words`)"), shown);
    PipelinesTest.lines(sql, "b.csv", "1,x");
    sql.execute("START PIPELINE p FOREGROUND");
    assertEquals("1 | old/one/again/x | 8", rows().getFirst());
    assertEquals("Succeeded | 0 | 1 | 0", sql.rows(SUMMARY).getLast());
  }

  @Test
  void whatIsOfTheNewRowAloneTakesTheLastOne() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR, first VARCHAR)");
    String[] lines = new String[Limits.KEY_REPEATS + 1];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "1,w" + i;
    }
    PipelinesTest.lines(sql, "a.csv", lines);
    load("", "(n, @w) SET words = @w, first = @w ON DUPLICATE KEY UPDATE words = VALUES(words)");
    assertEquals(List.of("1 | w" + Limits.KEY_REPEATS + " | w0"), rows());
    assertEquals(List.of("Succeeded | 1 | " + Limits.KEY_REPEATS + " | 0"), sql.rows(SUMMARY));
  }

  @Test
  void soManyRowsOfOneKeyUpdateWhatIsThere() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR, hits BIGINT DEFAULT 1)");
    String[] lines = new String[Limits.KEY_REPEATS];
    Arrays.fill(lines, "1,x");
    PipelinesTest.lines(sql, "a.csv", lines);
    load("", "(n, words) ON DUPLICATE KEY UPDATE hits = hits + 1");
    assertEquals(List.of("1 | x | " + Limits.KEY_REPEATS), rows());
    lines = Arrays.copyOf(lines, Limits.KEY_REPEATS + 1);
    lines[Limits.KEY_REPEATS] = "1,x";
    PipelinesTest.lines(sql, "b.csv", lines);
    Sql.Refused refused = sql.refused("START PIPELINE p FOREGROUND");
    assertTrue(
        refused.message().endsWith("more than 1000 rows of one batch have the same key"),
        refused.message());
  }

  @Test
  void whichKeyFindsARow() throws Exception {
    sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR, UNIQUE (n, words))");
    sql.execute("INSERT INTO t VALUES (1, 'one'), (NULL, 'none')");
    PipelinesTest.lines(sql, "a.csv", "1,one", "1,two", ",none", ",none");
    load("", "ON DUPLICATE KEY UPDATE words = 'seen'");
    assertEquals(
        List.of("1 | seen", "1 | two", "null | none", "null | none", "null | none"), rows());
    sql.execute("DROP PIPELINE p");
    sql.execute("DROP TABLE t");
    sql.execute("CREATE TABLE t (n BIGINT UNIQUE, words VARCHAR UNIQUE)");
    assertEquals("0A000", refused("", "ON DUPLICATE KEY UPDATE words = 'seen'").state());
    sql.execute("DROP PIPELINE p");
    assertEquals("42703", refused("", "ON DUPLICATE KEY UPDATE nothing = 1").state());
  }
}
