package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.catalog.Image;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.PipelineStatus;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalFunction.Parameter;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Schema;
import io.fairlead.model.StorageUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// External functions in statements, with a double in the place of their service.
class ExternalFunctionsTest {
  private final LocalFunctions functions = new LocalFunctions();
  private final DuckDbEngine engine =
      new DuckDbEngine(
          Optional.empty(),
          List.of(),
          (_, _, _) -> "",
          new Outside(
              (_, _, _, _) -> {
                throw new AssertionError("nothing outside");
              },
              (_, _) -> Optional.empty(),
              Runs.NO_AUDIT,
              Runs.CATALOG,
              Optional.empty(),
              PipelineStatus.NONE,
              Optional.of(functions)),
          System::nanoTime);
  private final EngineSession session = engine.open();
  private long sequence = 100;
  private View view = view();

  @BeforeEach
  void start() {
    view =
        view(
            function(30, "public", "joined", "VARCHAR", "INTEGER", "VARCHAR"),
            function(31, "public", "same", "BIGINT", "BIGINT"),
            function(32, "public", "endless", "VARCHAR", "INTEGER"),
            function(33, "public", "refused", "VARCHAR", "INTEGER"),
            function(34, "sales", "there", "INTEGER", "INTEGER"));
  }

  @AfterEach
  void close() {
    session.close();
    engine.close();
  }

  private static ExternalFunction function(
      long id, String schema, String name, String returns, String... types) {
    List<Parameter> parameters = new ArrayList<>();
    for (String type : types) {
      parameters.add(new Parameter("p" + (parameters.size() + 1), type));
    }
    return new ExternalFunction(
        Header.first(new ObjectId(id), new Name(schema, name), Images.ADMIN, Images.NOW),
        parameters,
        returns,
        new StorageUse(
            "https://f.example/" + name, Options.NONE, new ObjectId(5), false, Optional.empty()),
        ExternalFunction.JSON,
        "singlestore");
  }

  private View view(ExternalFunction... all) {
    Image image =
        Images.small()
            .with(
                new Schema(
                    Header.first(
                        new ObjectId(12), Name.global("sales"), Images.ADMIN, Images.NOW)));
    for (ExternalFunction function : all) {
      image = image.with(function);
    }
    return Images.view(image.at(++sequence, image.nextId()));
  }

  private String run(String sql, Object... parameters) {
    return Runs.print(session, view, sql, parameters);
  }

  @Test
  void callsStandWhereOtherFunctionsStand() {
    assertEquals("[7, x]\nSELECT", run("SELECT joined(7, 'x')"));
    assertEquals("[null, null]\nSELECT", run("SELECT joined(NULL, NULL)"));
    assertEquals("[3, 2]\nSELECT", run("SELECT public.joined(1 + 2, 2)"));
    assertEquals("NULL\nSELECT", run("SELECT same(NULL)"));
    assertEquals("2\n3\nSELECT", run("SELECT i FROM range(4) t(i) WHERE same(i) > 1 ORDER BY i"));
    assertEquals("5\nSELECT", run("SELECT same($1)", 5L));
    assertEquals("5\nSELECT", run("SELECT sales.there(5)"));
    assertEquals("joined TEXT, same INT8", Runs.columns(session, view, "SELECT joined(1, ''), same(2)"));
    assertEquals("CREATE TABLE", run("CREATE TABLE t (a BIGINT)"));
    assertEquals("INSERT 0 3", run("INSERT INTO t SELECT same(i) FROM range(3) t(i)"));
    assertEquals("3\nSELECT", run("SELECT sum(a) FROM t"));
    assertEquals("CREATE VIEW", run("CREATE VIEW v AS SELECT same(a) AS b FROM t"));
    assertEquals("0\n1\n2\nSELECT", run("SELECT b FROM v ORDER BY b"));
  }

  @Test
  void everyRowIsComputedOnceAndNothingAhead() {
    assertEquals("10000\nSELECT", run("SELECT count(same(i)) FROM range(10000) t(i)"));
    assertEquals(10_000, functions.rows.get());
    functions.rows.set(0);
    assertEquals("same\nSELECT", run("SELECT 'same' FROM range(3) t(i) WHERE same(1) = 1 LIMIT 1"));
    assertTrue(functions.rows.get() > 0);
    functions.rows.set(0);
    assertEquals("SELECT", run("SELECT same(i) FROM range(3) t(i) WHERE false"));
    assertEquals("0 0\nSELECT", run("SELECT x || ' ' || x FROM (SELECT same(0) AS x)"));
    assertEquals(1, functions.rows.get());
    assertFalse(run("EXPLAIN SELECT same(1)").isEmpty());
    assertEquals(1, functions.rows.get());
  }

  @Test
  void typesAreThoseOfTheSignature() {
    view =
        view(
            function(40, "public", "exact", "DECIMAL(20,4)", "DECIMAL(20,4)"),
            function(41, "public", "flag", "BOOLEAN", "BOOLEAN"),
            function(42, "public", "on_day", "DATE", "DATE"),
            function(43, "public", "moment", "TIMESTAMP", "TIMESTAMP"),
            function(44, "public", "doc", "JSON", "JSON"),
            function(45, "public", "bytes", "BLOB", "BLOB"),
            function(46, "public", "big", "UBIGINT", "UBIGINT"),
            function(47, "public", "dbl", "DOUBLE", "DOUBLE"),
            function(48, "public", "clock", "TIME", "TIME"));
    assertEquals(
        "1234567890123456.7891\nSELECT", run("SELECT exact(1234567890123456.7891)"));
    assertEquals("true\nSELECT", run("SELECT flag(true)"));
    assertEquals("2026-11-26\nSELECT", run("SELECT flag_day FROM (SELECT on_day('2026-11-26') AS flag_day)"));
    assertEquals("2026-11-26T01:02:03.000004\nSELECT", run("SELECT moment('2026-11-26 01:02:03.000004')"));
    assertEquals("{\"a\":1.10}\nSELECT", run("SELECT doc('{\"a\":1.10}')"));
    assertEquals("00ff41\nSELECT", run("SELECT lower(hex(bytes(unhex('00ff41'))))"));
    assertEquals("18446744073709551615\nSELECT", run("SELECT big(18446744073709551615)"));
    assertEquals("0.1\nSELECT", run("SELECT dbl(0.1)"));
    assertEquals("01:02:03\nSELECT", run("SELECT clock('01:02:03')"));
    assertEquals(
        "ERROR 22P02", run("SELECT on_day('soon')").substring(0, 11));
  }

  @Test
  void functionsComeAndGoWithTheCatalog() {
    View before = view;
    view = view(function(31, "public", "same", "VARCHAR", "VARCHAR"));
    assertEquals("é\nSELECT", run("SELECT same('é')"));
    assertTrue(run("SELECT joined(1, 'x')").startsWith("ERROR 42883"));
    // DuckDB's catalog goes forward only: an older image does not have what is there now.
    assertEquals(
        "ERROR 40001 the function was replaced", Runs.print(session, before, "SELECT same(1)"));
    view = view(function(31, "public", "other", "VARCHAR", "VARCHAR"));
    assertEquals("x\nSELECT", run("SELECT other('x')"));
    assertTrue(run("SELECT same('x')").startsWith("ERROR 42883"));
    view = view();
    assertTrue(run("SELECT other('x')").startsWith("ERROR 42883"));
    assertEquals(
        "ERROR 42883", Runs.print(session, before, "SELECT same(1)").substring(0, 11));
  }

  @Test
  void aBuiltInFunctionStaysWhatItIs() {
    assertTrue(session.hasFunction("Lower", view));
    assertTrue(session.hasFunction("pg_get_userbyid", view));
    assertFalse(session.hasFunction("joined", view));
    view = view(function(50, "public", "lower", "VARCHAR", "VARCHAR"));
    assertEquals("x\nSELECT", run("SELECT lower('X')"));
    assertEquals(0, functions.rows.get());
  }

  @Test
  void nobodyCallsWhatIsBehindIt() {
    assertTrue(run("SELECT fl_function(31, '(BIGINT) BIGINT')").startsWith("ERROR 42501"));
    assertTrue(run("SELECT system.main.fl_call(1, 'x')").startsWith("ERROR 42501"));
  }

  @Test
  void aRefusalIsTheStatements() {
    assertEquals("ERROR 58000 the service has said no", run("SELECT refused(1)"));
    assertEquals("CREATE TABLE", run("CREATE TABLE t (a TEXT)"));
    assertEquals(
        "ERROR 58000 the service has said no",
        run("INSERT INTO t SELECT 'x' UNION ALL SELECT refused(1)"));
    assertEquals("0\nSELECT", run("SELECT count(*) FROM t"));
    session.begin();
    assertEquals("7\nSELECT", run("SELECT same(7)"));
    session.rollback();
  }

  @Test
  void cancelReachesTheService() throws Exception {
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(() -> run("SELECT endless(1)"));
    functions.awaitCall(Deadline.after(Duration.ofSeconds(60), System::nanoTime));
    session.cancel();
    assertEquals(
        "ERROR 57014 canceling statement due to user request", running.get(60, TimeUnit.SECONDS));
    assertTrue(functions.interrupted.await(60, TimeUnit.SECONDS));
    assertEquals("7\nSELECT", run("SELECT same(7)"));
  }
}
