package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A statement asks for what it needs of a Parquet file: what was not asked for is zeros, so that a
/// right answer shows that nothing else was read.
///
/// The file has ten row groups of 20,000 rows; in the n-th, every column holds a value that grows
/// with n, and each column of each takes more than the shortest gap.
class PruningTest {
  private static final List<TableColumn> COLUMNS =
      List.of(
          column("n", "INTEGER"),
          column("noise", "BIGINT"),
          column("small", "SMALLINT"),
          column("price", "DECIMAL(18,4)"),
          column("day", "DATE"),
          column("moment", "TIMESTAMP"),
          column("zoned", "TIMESTAMP WITH TIME ZONE"),
          column("word", "VARCHAR"),
          column("f", "DOUBLE"));

  @TempDir Path folder;
  private FolderFiles files = new FolderFiles(Path.of("unused"));
  private DuckDbEngine engine = Runs.engine();
  private long whole;

  private static TableColumn column(String name, String type) {
    return new TableColumn(name, type, true, Optional.empty());
  }

  @BeforeEach
  void write() throws Exception {
    engine.close();
    files = new FolderFiles(folder);
    Path file = files.place("u20").resolve("a.parquet");
    try (DuckDBConnection made =
        new DuckDBDriver()
            .connect("jdbc:duckdb:", new Properties())
            .unwrap(DuckDBConnection.class)) {
      Database.execute(made, "SET threads = 1");
      Database.execute(
          made,
          """
          COPY (SELECT (g * 1000000 + h % 900000)::INTEGER AS n, h AS noise,
                       (g * 100 + h % 90)::SMALLINT AS small,
                       (g * 1000000 + h % 900000)::DECIMAL(18,4) AS price,
                       DATE '2000-01-01' + (g * 10000 + h % 9000)::INTEGER AS day,
                       TIMESTAMP '2000-01-01' + to_seconds(g * 1000000 + h % 900000) AS moment,
                       TIMESTAMPTZ '2000-01-01' + to_seconds(g * 1000000 + h % 900000) AS zoned,
                       chr((97 + g)::INTEGER) || md5(i::VARCHAR) AS word,
                       (g * 1000000 + h % 900000)::DOUBLE AS f
                FROM (SELECT i, i // 20480 AS g, (hash(i) >> 2)::BIGINT AS h FROM range(204800) t(i)))
          TO 'FILE' (FORMAT parquet, ROW_GROUP_SIZE 20480, COMPRESSION uncompressed)"""
              .replace("FILE", file.toString()));
    }
    whole = Files.size(file);
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
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
  }

  private static View view() {
    ExternalTable table =
        ExternalTablesTest.table(
            20, "public", "t", FileFormat.of(FileFormat.PARQUET), COLUMNS);
    return Images.view(ExternalTablesTest.image(table));
  }

  /// The part of the file that a statement asked for, in per cent.
  private long percent(EngineSession session, String sql, Object... parameters) {
    files.forget();
    session.begin();
    String said = Runs.print(session, view(), sql, parameters);
    session.rollback();
    assertTrue(said.endsWith("SELECT"), said);
    return files.bytes() * 100 / whole;
  }

  @Test
  void columnsThatNobodyReadsAreNotAskedFor() {
    EngineSession session = engine.open();
    assertTrue(percent(session, "SELECT count(*) FROM t") < 5);
    assertTrue(percent(session, "SELECT sum(n) FROM t") < 15);
    assertTrue(percent(session, "SELECT max(word) FROM t WHERE noise <> 3 AND f > -1") > 50);
    assertTrue(percent(session, "SELECT * FROM t") > 99);
    assertTrue(percent(session, "SELECT * FROM t ORDER BY n LIMIT 3") > 99);
    assertTrue(percent(session, "SELECT 1 FROM t WHERE false") < 5);
  }

  @TestFactory
  Stream<DynamicTest> rowGroupsWithoutARowAreNotAskedFor() {
    return Stream.of(
            "n = 3000007",
            "n < 900000",
            "n >= 9000000 AND n < 9100000",
            "small < 50",
            "price <= 899999.5",
            "price > 9000000.0",
            "day < DATE '2010-01-01'",
            "moment < TIMESTAMP '2000-01-05'",
            "zoned < TIMESTAMPTZ '2000-01-05'",
            "word < 'b'",
            "word > 'jb'",
            "word = 'c0'",
            "n BETWEEN 10 AND 20",
            "n = 5 AND word LIKE '%x%'")
        .map(
            condition ->
                DynamicTest.dynamicTest(
                    condition,
                    () -> {
                      EngineSession session = engine.open();
                      String all = "SELECT count(*), sum(n), max(word) FROM t WHERE " + condition;
                      long percent = percent(session, all);
                      assertTrue(percent < 10, condition + ": " + percent);
                      session.close();
                    }));
  }

  @Test
  void whereItIsNotCertainAllRowGroupsAreAskedFor() {
    EngineSession session = engine.open();
    for (String condition :
        List.of("f < 10", "n::VARCHAR < '1'", "NOT (n = 5)", "n % 7 = 3")) {
      long percent = percent(session, "SELECT max(word) FROM t WHERE " + condition);
      assertTrue(percent > 20, condition + ": " + percent);
    }
    assertTrue(
        percent(session, "SELECT max(a.word) FROM t a JOIN t b ON a.n = b.n WHERE a.n < 100") > 20);
  }

  @Test
  void valuesOfParametersCount() {
    EngineSession session = engine.open();
    long percent =
        percent(session, "SELECT count(*), max(word) FROM t WHERE n < $1::INTEGER", 800000);
    assertTrue(percent < 10, "" + percent);
  }

  @Test
  void theEndOfTheFileComesFirst() {
    EngineSession session = engine.open();
    files.forget();
    Runs.print(session, view(), "SELECT count(*) FROM t");
    assertEquals(
        "a.parquet " + (whole - 65536) + "+65536", files.asked.getFirst());
  }

  @Test
  void gapsAreComplements() {
    long gap = ParquetRanges.SHORTEST_GAP;
    assertEquals(List.of(new Range(0, 9)), ParquetRanges.complement(9, List.of()));
    assertEquals(
        List.of(new Range(0, 5), new Range(5 + gap, 1)),
        ParquetRanges.complement(6 + gap, List.of(new Range(5, gap))));
    assertEquals(
        List.of(new Range(0, 5 + gap)),
        ParquetRanges.complement(5 + gap, List.of(new Range(5, gap - 1))));
    assertEquals(
        List.of(new Range(0, 1)),
        ParquetRanges.complement(
            1 + gap, List.of(new Range(1 + gap / 2, gap / 2), new Range(1, gap / 2))));
  }
}
