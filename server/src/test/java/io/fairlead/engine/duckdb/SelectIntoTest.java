package io.fairlead.engine.duckdb;

import static io.fairlead.model.FileFormat.DELIMITED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// SELECT … INTO: what stands in the files, byte by byte, and what is there when it fails.
class SelectIntoTest {
  private static final View VIEW = Images.view(Images.small());
  private static final String ROWS =
      "(SELECT 1 AS n, E'a\\tb\\\\c' AS t, true AS b, DATE '2026-11-26' AS d, 1.5 AS x"
          + " UNION ALL SELECT 2, E'q\"r,s\\nt', false, NULL, NULL"
          + " UNION ALL SELECT 3, '', NULL, NULL, -0.25"
          + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL"
          + " ORDER BY n NULLS LAST)";

  @TempDir Path folder;
  private FolderFiles files = new FolderFiles(Path.of("unused"));
  private DuckDbEngine engine = Runs.engine();
  private EngineSession session = engine.open();

  @BeforeEach
  void open() {
    open(new FolderFiles(folder));
  }

  private void open(FolderFiles of) {
    engine.close();
    files = of;
    engine =
        new DuckDbEngine(
            Optional.empty(),
            List.of(),
            (_, _, _) -> "",
            new Outside(
                (_, _, _, _) -> {
                  throw Refusal.of(ProblemKind.UNREACHABLE, "there is nothing outside");
                },
                (_, _) -> Optional.empty(),
                Runs.NO_AUDIT,
                Runs.CATALOG,
                Optional.of(files)),
            System::nanoTime);
    session = engine.open();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static Statement.SelectInto into(
      String path, String query, String format, String... options) {
    Map<String, String> said = new TreeMap<>();
    for (int i = 0; i < options.length; i += 2) {
      said.put(options[i], options[i + 1]);
    }
    return new Statement.SelectInto(
        new Statement.CopyIntoFiles(
            new FileSource.ByPath(
                path, new StorageClause.Named(ObjectName.of("l")), Optional.empty()),
            query,
            new FormatClause(Optional.of(format), said),
            new TreeMap<>(Map.of("single", "true"))));
  }

  private String run(Statement.SelectInto into, @Nullable Object... values) {
    try (EngineSession.Cursor cursor =
        session.run(into, List.of(), Arrays.asList(values), VIEW)) {
      assertEquals(List.of(), cursor.columns());
      assertEquals(List.of(), cursor.fetch(10));
      return cursor.tag();
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      return "ERROR " + problem.kind().sqlState() + " " + problem.message();
    }
  }

  private byte[] bytes(String path) throws IOException {
    return Files.readAllBytes(files.place("").resolve(path));
  }

  /// What the file of four rows holds.
  private String text(String... options) throws IOException {
    assertEquals("SELECT 4", run(into("b/x", ROWS, DELIMITED, options)));
    String text = new String(bytes("b/x"), StandardCharsets.UTF_8);
    Files.delete(files.place("").resolve("b/x"));
    return text;
  }

  @Test
  void fieldsBetweenTabs() throws IOException {
    assertEquals(
        """
        1\ta\\\tb\\\\c\t1\t2026-11-26\t1.50
        2\tq"r,s\\
        t\t0\t\\N\t\\N
        3\t\t\\N\t\\N\t-0.25
        \\N\t\\N\t\\N\t\\N\t\\N
        """,
        text());
  }

  @Test
  void fieldsInQuotes() throws IOException {
    assertEquals(
        """
        "1","a\tb\\\\c","1","2026-11-26","1.50"
        "2","q\\"r,s\\
        t","0",\\N,\\N
        "3","",\\N,\\N,"-0.25"
        \\N,\\N,\\N,\\N,\\N
        """,
        text("field_delimiter", ",", "quote", "\""));
    assertEquals(
        "1,'a\tb\\c',1,'2026-11-26',1.50|2,'q\"r,s\nt',0,\\N,\\N|3,'',\\N,\\N,-0.25|"
            + "\\N,\\N,\\N,\\N,\\N|",
        text(
            "field_delimiter", ",", "quote", "'", "quote_optional", "true", "escape", "'",
            "record_delimiter", "|"));
    assertEquals(
        """
        >"1";"a\tb\\c";"1";"2026-11-26";"1.50"\r
        >"2";"q""r,s
        t";"0";\\N;\\N\r
        >"3";"";\\N;\\N;"-0.25"\r
        >\\N;\\N;\\N;\\N;\\N\r
        """,
        text(
            "field_delimiter", ";", "quote", "\"", "escape", "", "record_start", ">",
            "record_delimiter", "\r\n"));
  }

  @Test
  void anotherEscapeAndSeparatorsOfSeveralLetters() throws IOException {
    assertEquals(
        """
        1||a\tb\\c||1||2026-11-26||1.50
        2||q"r,s^
        t||0||^N||^N
        3||||^N||^N||-0.25
        ^N||^N||^N||^N||^N
        """,
        text("field_delimiter", "||", "escape", "^"));
    Statement.SelectInto special =
        into("b/y", "(SELECT 'a|b^c')", DELIMITED, "escape", "^", "field_delimiter", "||");
    assertEquals("SELECT 1", run(special));
    assertEquals("a^|b^^c\n", new String(bytes("b/y"), StandardCharsets.UTF_8));
  }

  @Test
  void columnsOfOneNameAndNoRows() throws IOException {
    assertEquals("SELECT 1", run(into("b/x", "(SELECT 1 AS a, 2 AS a, 'ü' AS \"A\")", DELIMITED)));
    assertEquals("1\t2\tü\n", new String(bytes("b/x"), StandardCharsets.UTF_8));
    assertEquals("SELECT 0", run(into("b/none", "(SELECT 1 WHERE false)", DELIMITED)));
    assertArrayEquals(new byte[0], bytes("b/none"));
  }

  @Test
  void manyRowsKeepTheirOrderWhenTheyAreCompressed() throws IOException {
    int rows = 300_000;
    assertEquals(
        "SELECT " + rows,
        run(
            into(
                "b/many.gz",
                "(SELECT n FROM range(" + rows + ") r(n) ORDER BY n DESC)",
                DELIMITED,
                "compression",
                "gzip")));
    try (GZIPInputStream unpacked =
        new GZIPInputStream(new ByteArrayInputStream(bytes("b/many.gz")))) {
      assertEquals(
          LongStream.range(0, rows)
              .mapToObj(n -> (rows - 1 - n) + "\n")
              .collect(Collectors.joining()),
          new String(unpacked.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aQueryHasParameters() throws IOException {
    Runs.print(session, VIEW, "CREATE TABLE p (id int, name text)");
    Runs.print(session, VIEW, "INSERT INTO p VALUES (1, 'x'), (2, 'y'), (3, 'z')");
    for (String format : List.of(DELIMITED, "ndjson", "parquet")) {
      Statement.SelectInto into =
          into(
              "b/" + format,
              "(SELECT * FROM p WHERE id >= $1 AND name <> $2 ORDER BY id)",
              format);
      assertEquals(
          List.of(ColumnType.INT4, ColumnType.TEXT),
          session.describe(into, List.of(), VIEW).parameters());
      assertEquals(List.of(), session.describe(into, List.of(), VIEW).columns());
      assertEquals("ERROR 08P01 the statement needs 2 parameters, not 1", run(into, 2));
      assertEquals("SELECT 1", run(into, 2, "z"));
    }
    assertEquals("2\ty\n", new String(bytes("b/" + DELIMITED), StandardCharsets.UTF_8));
    assertEquals(
        "{\"id\":2,\"name\":\"y\"}\n", new String(bytes("b/ndjson"), StandardCharsets.UTF_8));
  }

  @Test
  void whatFailsLeavesNoFile() {
    assertTrue(
        run(into("b/x", "(SELECT CAST(s AS int) FROM (VALUES ('1'), ('x')) v(s))", DELIMITED))
            .startsWith("ERROR 22P02"));
    assertTrue(
        run(into("b/x", "(SELECT * FROM read_text('/etc/passwd'))", DELIMITED))
            .startsWith("ERROR 42501"));
    assertEquals(
        "ERROR 42601 only the rows of a query go into files",
        run(into("b/x", "WITH a AS (SELECT 1) INSERT INTO small VALUES (1)", DELIMITED)));
    for (String path : List.of("x", "b/", "b/.x", "b/_x", "")) {
      assertEquals(
          "ERROR 22023 the path ends in no name of a file",
          run(into(path, "(SELECT 1)", DELIMITED)));
    }
    assertFalse(Files.exists(files.place("b").resolve("x")));
    assertEquals(0, files.open);
  }

  @Test
  void whatIsThereStays() throws IOException {
    assertEquals("SELECT 1", run(into("b/x", "(SELECT 1)", DELIMITED)));
    assertEquals(
        "ERROR 42710 file \"x\" is there already", run(into("b/x", "(SELECT 2)", DELIMITED)));
    assertEquals("1\n", new String(bytes("b/x"), StandardCharsets.UTF_8));
  }

  @Test
  void cancelEndsAWaitForThePlace() throws Exception {
    SlowFiles slow = new SlowFiles(folder);
    open(slow);
    CompletableFuture<String> said =
        CompletableFuture.supplyAsync(() -> run(into("b/x", "(SELECT 1)", DELIMITED)));
    slow.asking.await();
    session.cancel();
    assertTrue(said.get().startsWith("ERROR 57014"), said.get());
    assertFalse(Files.exists(files.place("b").resolve("x")));
    assertEquals(0, slow.open);
  }
}
