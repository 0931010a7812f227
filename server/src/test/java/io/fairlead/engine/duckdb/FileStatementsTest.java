package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Name;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that statements list, remove, load and unload.
class FileStatementsTest {
  private static final FileSource PLACE =
      new FileSource.At("s3://b/in/", new StorageClause.Inline(List.of()));
  private static final FormatClause CSV = new FormatClause(Optional.of("csv"), Map.of());
  private static final View VIEW =
      Images.view(ExternalTablesTest.image(ExternalTablesTest.orders()));

  @TempDir Path folder;
  private FolderFiles files = new FolderFiles(Path.of("unused"));
  private DuckDbEngine engine = Runs.engine();
  private EngineSession session = engine.open();

  @BeforeEach
  void open() {
    engine.close();
    files = new FolderFiles(folder);
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
    Runs.print(session, VIEW, "CREATE TABLE t (a int NOT NULL, b text)");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(files.place("s3/b/in/").resolve(name), content);
  }

  private static ObjectName name(String object) {
    return new ObjectName(null, null, object, 0);
  }

  private Statement.CopyIntoTable copy(String table, FormatClause format, String... options) {
    TreeMap<String, String> all = new TreeMap<>();
    for (String option : options) {
      all.put(option.split("=")[0], option.split("=")[1]);
    }
    return new Statement.CopyIntoTable(
        name(table),
        List.of(),
        PLACE,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        format,
        all);
  }

  /// One file of the place.
  private Statement.CopyIntoTable only(
      String file, String table, FormatClause format, String... options) {
    Statement.CopyIntoTable all = copy(table, format, options);
    return new Statement.CopyIntoTable(
        all.table(),
        all.columns(),
        PLACE,
        Optional.empty(),
        List.of(file),
        all.pattern(),
        format,
        all.options());
  }

  private String run(Statement.FileStatement statement) {
    try (EngineSession.Cursor cursor = session.run(statement, List.of(), List.of(), VIEW)) {
      return cursor.fetch(100).stream().map(Arrays::toString).collect(Collectors.joining("\n"))
          + cursor.tag();
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      return "ERROR " + problem.kind().sqlState() + " " + problem.message();
    }
  }

  @Test
  void aFileIsLoadedOnce() throws IOException {
    file("1.csv", "1,x\n2,y\n");
    assertEquals("[1.csv, 2, 0, null, null]COPY", run(copy("t", CSV)));
    file("2.csv", "3,z\n");
    assertEquals("[2.csv, 1, 0, null, null]COPY", run(copy("t", CSV)));
    assertEquals("COPY", run(copy("t", CSV)));
    assertEquals("6\nSELECT", Runs.print(session, VIEW, "SELECT sum(a) FROM t"));
    run(copy("t", CSV, "force=true", "purge=true"));
    assertEquals("12\nSELECT", Runs.print(session, VIEW, "SELECT sum(a) FROM t"));
    assertEquals("LIST", run(new Statement.ListFiles(PLACE, Optional.empty())));
    assertEquals(0, files.open);
  }

  @Test
  void anErrorEndsAllOrOneFileOrOneLine() throws IOException {
    file("1.csv", "1,x\n");
    file("2.csv", "2,x\nthree,y\n4,z\n");
    assertEquals(
        "ERROR 22000 file \"2.csv\" cannot be loaded, line 2:"
            + " invalid input syntax for type integer",
        run(copy("t", CSV)));
    assertEquals("0\nSELECT", Runs.print(session, VIEW, "SELECT count(*) FROM t"));
    assertEquals(
        "[2.csv, 0, 1, invalid input syntax for type integer, 2]COPY",
        run(copy("t", CSV, "on_error=skip_file", "return_failed_only=true")));
    assertEquals("1\nSELECT", Runs.print(session, VIEW, "SELECT count(*) FROM t"));
    run(copy("t", CSV, "on_error=continue"));
    assertEquals("7\nSELECT", Runs.print(session, VIEW, "SELECT sum(a) FROM t"));
  }

  @Test
  void filesOfOneFormatGoIntoATableOfAnother() throws IOException {
    file("1.ndjson", "{\"id\": 1, \"city\": \"Bern\", \"total\": 2.5}\n");
    FormatClause ndjson = new FormatClause(Optional.of("ndjson"), Map.of());
    assertEquals("[1.ndjson, 1, 0, null, null]COPY", run(copy("orders", ndjson)));
    assertEquals("COPY", run(copy("orders", ndjson)));
    assertEquals("1|Bern|2.50\nSELECT", Runs.print(session, VIEW, "SELECT * FROM orders"));
  }

  @Test
  void rowsGoOutAsFiles() {
    Runs.print(session, VIEW, "INSERT INTO orders VALUES (1, 'Bern', 1), (2, 'Rom', 3)");
    Statement.CopyIntoFiles out =
        new Statement.CopyIntoFiles(
            PLACE,
            "(SELECT id AS a, city AS b FROM orders WHERE total > 2)",
            FormatClause.NONE,
            new TreeMap<>());
    assertTrue(run(out).startsWith("[1, "));
    assertTrue(run(copy("t", FormatClause.NONE)).contains(".parquet, 1, 0, null, null]COPY"));
    assertEquals("2|Rom\nSELECT", Runs.print(session, VIEW, "SELECT * FROM t"));
    assertTrue(
        run(new Statement.CopyIntoFiles(
                PLACE, "FROM read_text('/etc/passwd')", FormatClause.NONE, new TreeMap<>()))
            .startsWith("ERROR 42501"));
  }

  @Test
  void rowsThatCannotBeReadAreCounted() throws IOException {
    file("1.csv", "1,x\nthree,y\n4,z\n5\n");
    file("2.ndjson", "{\"a\": 1, \"b\": \"x\"}\n\nnonsense\n{\"a\": \"y\"}\n{\"a\": 2}\n");
    FormatClause ndjson = new FormatClause(Optional.of("ndjson"), Map.of());
    for (boolean block : List.of(false, true)) {
      if (block) {
        session.begin();
      }
      assertEquals(
          "[1.csv, 2, 2, invalid input syntax for type integer, 2]COPY",
          run(only("1.csv", "t", CSV, "on_error=continue", "force=true")));
      assertEquals(
          "[2.ndjson, 2, 2, the line is no JSON object, 3]COPY",
          run(only("2.ndjson", "t", ndjson, "on_error=continue", "force=true")));
      assertEquals(
          "[1.csv, 0, 2, invalid input syntax for type integer, 2]COPY",
          run(only("1.csv", "t", CSV, "on_error=skip_file", "force=true")));
      assertEquals(
          "[2.ndjson, 0, 2, the line is no JSON object, 3]COPY",
          run(only("2.ndjson", "t", ndjson, "on_error=skip_file", "force=true")));
      if (block) {
        session.commit();
      }
    }
    assertEquals("8|16\nSELECT", Runs.print(session, VIEW, "SELECT count(*), sum(a) FROM t"));
  }

  @Test
  void whatWasLoadedIsForgottenWithItsTable() throws IOException {
    file("1.csv", "1,x\n");
    String loaded = "[1.csv, 1, 0, null, null]COPY";
    assertEquals(loaded, run(copy("t", CSV)));
    Runs.print(session, VIEW, "DELETE FROM t");
    assertEquals("COPY", run(copy("t", CSV)));
    Runs.print(session, VIEW, "ALTER TABLE t RENAME TO u");
    assertEquals("COPY", run(copy("u", CSV)));
    Runs.print(session, VIEW, "CREATE TABLE t (a int, b text)");
    assertEquals(loaded, run(copy("t", CSV)));
    assertEquals("TRUNCATE TABLE", Runs.print(session, VIEW, "TRUNCATE TABLE u"));
    assertEquals(loaded, run(copy("u", CSV)));
    assertEquals("DROP TABLE", Runs.print(session, VIEW, "DROP TABLE t"));
    Runs.print(session, VIEW, "CREATE TABLE t (a int, b text)");
    assertEquals(loaded, run(copy("t", CSV)));
    session.begin();
    Runs.print(session, VIEW, "DROP TABLE t");
    session.rollback();
    assertEquals("COPY", run(copy("t", CSV)));
    Runs.print(session, VIEW, "CREATE OR REPLACE TABLE t (a int, b text)");
    assertEquals(loaded, run(copy("t", CSV)));
  }

  /// Rows and the note of their file come and go together.
  @Test
  void aBlockThatIsRolledBackHasLoadedNothing() throws IOException {
    file("1.ndjson", "{\"id\": 1, \"city\": \"Bern\"}\n");
    file("1.csv", "1,x\n");
    FormatClause ndjson = new FormatClause(Optional.of("ndjson"), Map.of());
    for (int i = 0; i < 2; i++) {
      session.begin();
      assertEquals("[1.csv, 1, 0, null, null]COPY", run(only("1.csv", "t", CSV, "purge=true")));
      assertEquals("[1.ndjson, 1, 0, null, null]COPY", run(only("1.ndjson", "orders", ndjson)));
      assertTrue(Files.exists(files.place("s3/b/in/").resolve("1.csv")));
      if (i == 0) {
        session.rollback();
      } else {
        session.commit();
      }
    }
    assertFalse(Files.exists(files.place("s3/b/in/").resolve("1.csv")));
    assertEquals("COPY", run(only("1.ndjson", "orders", ndjson)));
    assertEquals(
        "1|1\nSELECT",
        Runs.print(
            session, VIEW, "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM orders)"));
    assertEquals(0, files.open);
  }

  @Test
  void optionsAreChecked() throws IOException {
    file("1.csv", "1,x\n");
    assertEquals("ERROR 22023 size_limit must be a number", run(copy("t", CSV, "size_limit=x")));
    assertEquals("ERROR 22023 force must be true or false", run(copy("t", CSV, "force=maybe")));
    assertEquals(
        "ERROR 0A000 option \"hurry\" of COPY INTO is not supported",
        run(copy("t", CSV, "hurry=true")));
    TreeMap<String, String> bad = new TreeMap<>(Map.of("max_file_size", "1x"));
    assertEquals(
        "ERROR 22023 max_file_size must be a number",
        run(new Statement.CopyIntoFiles(PLACE, "FROM t", FormatClause.NONE, bad)));
  }

  @Test
  void aSingleFileHasTheNameThatIsGiven() {
    Runs.print(session, VIEW, "INSERT INTO t VALUES (1, 'x')");
    FileSource named =
        new FileSource.At("s3://b/in/all.csv.gz", new StorageClause.Inline(List.of()));
    FormatClause gzip =
        new FormatClause(Optional.of("csv"), Map.of("compression", "gzip"));
    TreeMap<String, String> single = new TreeMap<>(Map.of("single", "true"));
    String out = run(new Statement.CopyIntoFiles(named, "FROM t", gzip, single));
    assertTrue(out.startsWith("[1, 6, "), out);
    assertEquals(
        "ERROR 42710 file \"all.csv.gz\" is there already",
        run(new Statement.CopyIntoFiles(named, "FROM t", gzip, single)));
    assertEquals("[all.csv.gz, 1, 0, null, null]COPY", run(copy("t", gzip)));
  }

  @Test
  void filesAreListedAndRemoved() throws IOException {
    file("1.csv", "1,x\n");
    file("2.txt", "2,x\n");
    String listed = run(new Statement.ListFiles(PLACE, Optional.of(".*\\.csv")));
    assertTrue(listed.startsWith("[1.csv, 4, "), listed);
    assertFalse(listed.contains("2.txt"));
    assertEquals("REMOVE", run(new Statement.RemoveFiles(PLACE, Optional.of(".*txt"))));
    assertFalse(run(new Statement.ListFiles(PLACE, Optional.empty())).contains("2.txt"));
    assertEquals(
        "ERROR 22023 the pattern is not a regular expression",
        run(new Statement.ListFiles(PLACE, Optional.of("("))));
  }

  @Test
  void columnsAreThoseOfTheFiles() {
    Runs.print(session, VIEW, "INSERT INTO orders VALUES (1, 'Bern', 1)");
    run(
        new Statement.CopyIntoFiles(
            PLACE, "(SELECT id, city FROM orders)", FormatClause.NONE, new TreeMap<>()));
    FileFormat parquet = FileFormat.of(FileFormat.PARQUET);
    assertEquals(
        "id INTEGER, city VARCHAR",
        session.columnsOf(PLACE, parquet, VIEW).stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", ")));
    session.mustFit(PLACE, parquet, List.of(column("ID", "int"), column("city", "text")), VIEW);
    assertTrue(misfit(column("id", "bigint")).contains(".parquet\" is INTEGER, not BIGINT"));
    assertTrue(misfit(column("x", "int")).contains(".parquet\" has no column \"x\""));
    assertEquals(
        List.of(column("a", "INTEGER")), session.columnsOf("SELECT 1 AS a", VIEW));
    assertTrue(session.hasTable(new Name("public", "T"), VIEW));
    assertFalse(session.hasTable(new Name("public", "orders"), VIEW));
  }

  private static TableColumn column(String name, String type) {
    return new TableColumn(name, type, true, Optional.empty());
  }

  private String misfit(TableColumn column) {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () ->
                session.mustFit(
                    PLACE, FileFormat.of(FileFormat.PARQUET), List.of(column), VIEW));
    return refusal.problem().message();
  }
}
