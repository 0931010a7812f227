package io.fairlead.sql.singlestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.BackslashLiteral;
import io.fairlead.sql.Lexing;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Reading;
import io.fairlead.sql.Readings;
import io.fairlead.sql.Splitter;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SingleStoreDialectTest {
  private static final String CANARY = "canary";

  private final SingleStoreDialect dialect = new SingleStoreDialect(Words.VOCABULARY);

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests("sql/singlestore", text -> Readings.outcome(dialect, text));
  }

  /// Whatever of a statement is there, and with any one character lost, its secret is in no message
  /// and in no printed form.
  @Test
  void noPartOfAStatementGivesItsSecretAway() {
    int statements = 0;
    for (byte[] input : GoldenFiles.inputs("sql/singlestore")) {
      String text = new String(input, StandardCharsets.UTF_8);
      if (text.contains(CANARY)) {
        statements++;
        for (int i = 0; i <= text.length(); i++) {
          mustKeep(text.substring(0, i));
          mustKeep(text.substring(0, i) + text.substring(Math.min(i + 1, text.length())));
        }
      }
    }
    assertFalse(statements < 8, "too few statements have a secret");
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

  /// The vendor's own case: escaped for JSON, and then for SQL.
  @Test
  void sqlEscapesAreUndoneBeforeJson() {
    LinkStatement.CreateLink read =
        assertInstanceOf(
            LinkStatement.CreateLink.class,
            assertInstanceOf(
                    Reading.Understood.class,
                    dialect.read(
                        "CREATE LINK l AS S3 CREDENTIALS '{\"aws_secret_access_key\":"
                            + " \"s\\'cr\\\\\\\\et\"}'"))
                .statement());
    LinkClause.Whole credentials = read.credentials().orElseThrow();
    assertEquals(
        Optional.of(new OptionLiteral.Text("s'cr\\et")),
        credentials.json().get("aws_secret_access_key"));
  }

  /// A session of PostgreSQL's rules asks this dialect too.
  @Test
  void whatMysqlCannotReadIsSomebodyElses() {
    List<String> queries =
        List.of(
            "SELECT 'C:\\'",
            "SELECT $$it's$$",
            "SELECT 1 /* a /* nested */ ' */",
            "INSERT INTO t VALUES ('\\')",
            "EXPLAIN SELECT '\\'",
            "WITH a AS (SELECT '\\') SELECT * FROM a");
    for (String query : queries) {
      assertInstanceOf(Reading.NotMine.class, dialect.read(query), query);
    }
  }

  /// What a query is that goes INTO a file, by the letters of a session of PostgreSQL's rules.
  private String query(String text) {
    return dialect.read(text, Lexis.STANDARD)
            instanceof
            Reading.Understood(Statement.SelectInto(Statement.CopyIntoFiles copy))
        ? copy.query()
        : "not mine";
  }

  @Test
  void aQueryIntoAFileStaysInTheLettersOfItsSession() {
    String into = " INTO LINK `l` \"b/x\" FIELDS TERMINATED BY '\\t' # all";
    for (String text :
        List.of(
            "SELECT \"a\", 'C:\\' FROM \"T\"",
            "SELECT $$ INTO LINK l 'b/y' $$, E'it\\'s' /* a /* INTO LINK l 'b' */ ' */, 1",
            "WITH \"into link l 'x'\" AS (SELECT 1 -- INTO LINK l 'b/y'\n) SELECT $1")) {
      assertEquals(text, query(text + into));
      assertEquals("not mine", query(text));
    }
    assertEquals("SELECT \"a\" FROM t", query("SELECT \"a\" INTO LINK l 'b/x' FROM t"));
    assertEquals("not mine", query("SELECT 'a INTO LINK l \"b/x\""));
    // By MySQL's letters all of it is one text and what follows.
    assertInstanceOf(
        Reading.NotMine.class, dialect.read("SELECT \"a\" AS 'C:\\' INTO LINK l 'b/x'"));
  }

  @Test
  void quotesOfBothKindsAndBackslashesHideSemicolonsFromTheSplitter() {
    String text = "a 'x\\';' \"y;\" `z;` # c;\n-- d;\n/* e; */ b; 5--1; 'f''g'";
    assertEquals(
        List.of("a 'x\\';' \"y;\" `z;` # c;\n-- d;\n/* e; */ b", "5--1", "'f''g'"),
        MysqlLexis.INSTANCE.split(text).stream().map(Splitter.Part::text).toList());
  }

  @Test
  void aTextReadsAsWhatItWasWrittenFor() {
    String text = "a'b\"c\\d\ne\tf\r\b%_\u001a";
    for (char quote : new char[] {'\'', '"'}) {
      String written = BackslashLiteral.of(text, quote);
      assertEquals(text, new TokenReader(written, Lexing.MYSQL).text("a text"));
      assertFalse(written.contains("\n"));
    }
    assertEquals("\\%", new TokenReader("'\\%'", Lexing.MYSQL).text("a text"));
    assertEquals("x", new TokenReader("'\\x'", Lexing.MYSQL).text("a text"));
  }

  private String voiced(ProblemKind kind, String message) {
    return dialect.voiced(Problem.of(kind, message)).message();
  }

  @Test
  void failuresHaveTheVendorsNouns() {
    assertEquals(
        "link \"c\" does not exist",
        voiced(ProblemKind.UNKNOWN_OBJECT, "connection \"c\" does not exist"));
    assertEquals(
        "database \"d\" does not exist",
        voiced(ProblemKind.UNKNOWN_SCHEMA, "schema \"d\" does not exist"));
    assertEquals("x", voiced(ProblemKind.BUSY, "x"));
  }
}
