package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.model.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions side by side: what they see, cancel, close and wait for.
class ManySessionsTest {
  /// Runs for minutes when nobody stops it.
  private static final String ENDLESS =
      "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = -1";

  private static final DuckDbEngine ENGINE = Runs.engine();
  private final View view = Images.view(Images.small());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void eachStatementSeesTheImageItWasGiven() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      for (int i = 0; i < 64; i++) {
        String name = "only" + i;
        Image image = Images.small().with(Images.connection(100, name, "postgres", Options.NONE));
        answers.add(
            clients.submit(
                () -> {
                  try (EngineSession session = ENGINE.open()) {
                    start.await();
                    String sql =
                        "SELECT name, create_sql FROM mz_connections WHERE name LIKE 'only%'";
                    String first = Runs.print(session, Images.view(image), sql);
                    String second = Runs.print(session, Images.view(image), sql);
                    return first.equals(second) ? first : first + " then " + second;
                  }
                }));
      }
      start.countDown();
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(
            "only%d|CREATE CONNECTION fairlead.public.only%d (all)\nSELECT".formatted(i, i),
            answers.get(i).get());
      }
    }
  }

  @Test
  void theNextStatementSeesTheNextImage() {
    EngineSession session = ENGINE.open();
    String sql = "SELECT count(*) FROM mz_connections";
    assertEquals("3\nSELECT", Runs.print(session, view, sql));
    View later =
        Images.view(Images.small().with(Images.connection(9, "new", "kafka", Options.NONE)));
    assertEquals("4\nSELECT", Runs.print(session, later, sql));
    session.close();
  }

  @Test
  void cancelEndsALongStatementAndTheSessionGoesOn() throws Exception {
    EngineSession session = ENGINE.open();
    assertEquals("1\nSELECT", Runs.print(session, view, "SELECT 1"));
    Future<String> answer = inBackground(() -> Runs.print(session, view, ENDLESS));
    while (!answer.isDone()) {
      session.cancel();
      waitABit(answer);
    }
    assertEquals("ERROR 57014 canceling statement due to user request", answer.get());
    assertEquals("1\nSELECT", Runs.print(session, view, "SELECT 1"));
    session.close();
  }

  @Test
  void aSessionClosedWhileItsStatementRunsEndsTheStatement() throws Exception {
    EngineSession session = ENGINE.open();
    CountDownLatch started = new CountDownLatch(1);
    Future<String> answer =
        inBackground(
            () -> {
              started.countDown();
              return Runs.print(session, view, ENDLESS);
            });
    started.await();
    session.close();
    assertTrue(answer.get(60, TimeUnit.SECONDS).startsWith("ERROR 57"), answer.get());
    Refusal refusal =
        assertThrows(Refusal.class, () -> session.run("SELECT 1", List.of(), List.of(), view));
    assertEquals(ProblemKind.STOPPING, refusal.problem().kind());
  }

  @Test
  void cancelWithoutAStatementDoesNothing() {
    EngineSession session = ENGINE.open();
    session.cancel();
    assertEquals("1\nSELECT", Runs.print(session, view, "SELECT 1"));
    session.cancel();
    assertEquals("1\nSELECT", Runs.print(session, view, "SELECT 1"));
    session.close();
  }

  @Test
  void oneCallMoreThanTheQueueHoldsIsRefused() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (NativeThreads threads = new NativeThreads(1, 2)) {
      List<FutureTask<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(
            threads.submit(
                () -> {
                  release.await();
                  return true;
                }));
      }
      Refusal refusal = assertThrows(Refusal.class, () -> threads.submit(() -> true));
      assertEquals(ProblemKind.BUSY, refusal.problem().kind());
      release.countDown();
      for (FutureTask<Boolean> task : waiting) {
        assertTrue(task.get());
      }
    }
  }

  @Test
  void transactionsIsolateAndUndo() {
    EngineSession one = ENGINE.open();
    EngineSession two = ENGINE.open();
    Runs.print(one, view, "CREATE TABLE undo_t (a int)");
    one.begin();
    assertEquals("INSERT 0 1", Runs.print(one, view, "INSERT INTO undo_t VALUES (1)"));
    assertEquals("0\nSELECT", Runs.print(two, view, "SELECT count(*) FROM undo_t"));
    one.rollback();
    assertEquals("0\nSELECT", Runs.print(one, view, "SELECT count(*) FROM undo_t"));
    one.begin();
    Runs.print(one, view, "INSERT INTO undo_t VALUES (1)");
    one.commit();
    assertEquals("1\nSELECT", Runs.print(two, view, "SELECT count(*) FROM undo_t"));
    Runs.print(one, view, "DROP TABLE undo_t");
    one.close();
    two.close();
  }

  @Test
  void tablesOutliveTheEngine(@TempDir Path folder) {
    Path file = folder.resolve("engine.duckdb");
    try (DuckDbEngine first = onDisk(file)) {
      EngineSession session = first.open();
      Runs.print(session, view, "CREATE TABLE kept (a int)");
      Runs.print(session, view, "INSERT INTO kept VALUES (7)");
      Runs.print(session, view, "CREATE VIEW kept_v AS SELECT name FROM mz_connections");
      session.close();
    }
    try (DuckDbEngine second = onDisk(file)) {
      EngineSession session = second.open();
      assertEquals("7\nSELECT", Runs.print(session, view, "SELECT * FROM kept"));
      assertEquals(
          "bastion\nevents\nshop\nSELECT",
          Runs.print(session, view, "SELECT * FROM kept_v ORDER BY 1"));
      session.close();
    }
  }

  private static DuckDbEngine onDisk(Path file) {
    return new DuckDbEngine(
        Optional.of(file),
        List.of(),
        (image, connection, redacted) -> "",
        Runs.nothingOutside(),
        System::nanoTime);
  }

  private static Future<String> inBackground(java.util.concurrent.Callable<String> work) {
    FutureTask<String> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void waitABit(Future<String> answer) throws InterruptedException {
    try {
      answer.get(50, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      // Asked again by the caller.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
