package io.fairlead.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Touch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Catalog> open = new ArrayList<>();

  private Catalog start(Store store, int inbox) {
    Catalog catalog =
        new Catalog(
            store,
            InstantSource.fixed(Samples.NOW.at()),
            failure -> {
              broken.set(failure);
              stopped.countDown();
            },
            inbox);
    open.add(catalog);
    catalog.start();
    return catalog;
  }

  @AfterEach
  void close() {
    open.forEach(Catalog::close);
  }

  @Test
  void anAnsweredChangeIsVisibleAndDurable() {
    MemoryStore store = new MemoryStore();
    Catalog catalog = start(store, 10);
    assertEquals(1, catalog.submit(Samples.put(Samples.connection(2, "a"))));
    assertEquals(1, catalog.image().sequence());
    assertEquals("a", catalog.image().get(Samples.connection(2, "a").id()).name().object());
    assertEquals(1, store.commitsAfter(0, 10).size());
  }

  @Test
  void aRefusedStepLeavesNoTrace() {
    MemoryStore store = new MemoryStore();
    Catalog catalog = start(store, 10);
    Image before = catalog.image();
    Proposal<String> refused =
        new Proposal<>(
            "admin",
            "",
            "",
            (_, _) -> {
              throw Refusal.of(ProblemKind.STILL_IN_USE, "no");
            });
    Refusal refusal = assertThrows(Refusal.class, () -> catalog.submit(refused));
    assertEquals(ProblemKind.STILL_IN_USE, refusal.problem().kind());
    assertSame(before, catalog.image());
    assertEquals(0, store.appends());
  }

  @Test
  void aBugInOneStepIsNotTheOthersFailure() {
    Catalog catalog = start(new MemoryStore(), 10);
    Proposal<String> buggy =
        new Proposal<>(
            "admin",
            "",
            "",
            (_, _) -> {
              throw new ArithmeticException("bug");
            });
    assertThrows(IllegalStateException.class, () -> catalog.submit(buggy));
    assertEquals(1, catalog.submit(Samples.put(Samples.connection(2, "a"))));
  }

  @Test
  void whatWaitsTogetherIsOneTransaction() throws Exception {
    MemoryStore store = new MemoryStore();
    Catalog catalog = start(store, 100);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Thread first = Thread.startVirtualThread(() -> catalog.submit(waitingAt(entered, gate)));
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Connection connection = Samples.connection(2L + i, "c" + i);
      CompletableFuture<Long> answer = new CompletableFuture<>();
      answers.add(answer);
      Thread.startVirtualThread(() -> answer.complete(catalog.submit(Samples.put(connection))));
    }
    awaitWaiting(catalog, 50);
    gate.countDown();
    first.join();
    for (CompletableFuture<Long> answer : answers) {
      answer.get(10, TimeUnit.SECONDS);
    }
    assertEquals(50, catalog.image().sequence());
    assertEquals(1, store.appends());
  }

  @Test
  void theInboxHoldsItsBoundAndNotOneMore() throws Exception {
    MemoryStore store = new MemoryStore();
    Catalog catalog = start(store, Limits.CATALOG_INBOX);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.startVirtualThread(() -> catalog.submit(waitingAt(entered, gate))));
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    for (int i = 0; i < Limits.CATALOG_INBOX; i++) {
      Connection connection = Samples.connection(2L + i, "c" + i);
      threads.add(
          Thread.startVirtualThread(() -> catalog.submit(Samples.put(connection))));
    }
    awaitWaiting(catalog, Limits.CATALOG_INBOX);
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> catalog.submit(Samples.put(Samples.connection(2L + Limits.CATALOG_INBOX, "more"))));
    assertEquals(ProblemKind.BUSY, refusal.problem().kind());
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Limits.CATALOG_INBOX, catalog.image().sequence());
    // All that waited, as many in a transaction as may be; what was first had nothing to write.
    assertEquals(Limits.CATALOG_INBOX / Limits.CATALOG_BATCH, store.appends());
  }

  @Test
  void aFullDiskRefusesAndRecovers() {
    FullDisk store = new FullDisk();
    Catalog catalog = start(store, 10);
    catalog.submit(Samples.put(Samples.connection(2, "a")));
    store.fill();
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> catalog.submit(Samples.put(Samples.connection(3, "b"))));
    assertEquals("53100", refusal.problem().kind().sqlState());
    assertEquals(1, catalog.image().sequence(), "reading goes on with what is durable");
    store.makeSpace();
    assertEquals(2, catalog.submit(Samples.put(Samples.connection(3, "b"))));
  }

  @Test
  void aStoreThatMayHaveLostAWriteStopsTheServer() throws Exception {
    Catalog catalog = start(new TornDisk(), 10);
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> catalog.submit(Samples.put(Samples.connection(2, "a"))));
    assertEquals(ProblemKind.STOPPING, refusal.problem().kind());
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
    assertEquals(Store.StoreBroken.class, Objects.requireNonNull(broken.get()).getClass());
    assertEquals(0, catalog.image().sequence());
  }

  @Test
  void aStepIsDecidedAgainAfterAnotherServersCommit() {
    BusyNeighbour store = new BusyNeighbour();
    Catalog catalog = start(store, 10);
    store.willCommit(
        new Commit(
            1, Samples.NOW, "", "", List.of(new Change.Put(Samples.connection(2, "theirs")))));
    List<Long> seen = new ArrayList<>();
    catalog.submit(
        new Proposal<>(
            "admin",
            "",
            "",
            (image, _) -> {
              seen.add(image.sequence());
              return new Decision<>(
                  List.of(new Change.Put(Samples.connection(3, "ours"))), true);
            }));
    assertEquals(List.of(0L, 1L), seen);
    assertEquals(2, catalog.image().size());
    assertTrue(catalog.reserveId().number() >= 4);
  }

  @Test
  void aSealedCatalogWritesNothing() {
    MemoryStore store = new MemoryStore();
    Catalog catalog = start(store, 10);
    catalog.seal(Problem.of(ProblemKind.SEALED, "sealed"));
    Connection connection = Samples.connection(2, "a");
    assertThrows(Refusal.class, () -> catalog.submit(Samples.put(connection)));
    assertThrows(Refusal.class, () -> catalog.keep(new Material("k", new byte[] {1})));
    assertThrows(Refusal.class, () -> catalog.remove(List.of("k")));
    assertEquals(0, store.appends());
  }

  @Test
  void materialIsKeptReadAndForgotten() {
    Catalog catalog = start(new MemoryStore(), 10);
    catalog.keep(new Material("k", new byte[] {7}));
    assertEquals(7, catalog.read("k").orElseThrow()[0]);
    catalog.remove(List.of("k"));
    assertTrue(catalog.read("k").isEmpty());
  }

  /// Replay is the same as having been there: a new catalog over the store believes what the old one
  /// believed.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void replayGivesTheLiveImage(long seed) {
    Random random = new Random(seed);
    MemoryStore store = new MemoryStore();
    Catalog live = start(store, 100);
    for (int i = 0; i < 200; i++) {
      Connection connection = Samples.connection(2L + random.nextInt(30), "x");
      live.submit(
          new Proposal<>(
              "admin",
              "",
              "seed " + seed,
              (image, now) -> putOrDrop(connection, image, now, random.nextInt(3) == 0)));
    }
    Catalog replayed = start(store, 100);
    assertEquals(live.image().sequence(), replayed.image().sequence());
    assertEquals(live.image().nextId(), replayed.image().nextId());
    assertEquals(
        List.copyOf(live.image().objects()),
        List.copyOf(replayed.image().objects()),
        "seed " + seed);
  }

  private static Decision<Boolean> putOrDrop(
      Connection connection, Image image, Touch now, boolean drop) {
    Connection named =
        connection.withHeader(
            connection
                .header()
                .withName(new io.fairlead.model.Name("public", "x" + connection.id())));
    Change change =
        image
            .object(named.id())
            .<Change>map(
                old ->
                    drop
                        ? Change.Drop.of(old)
                        : new Change.Put(old.withHeader(more(old.header().next(now)))))
            .orElse(new Change.Put(named));
    return new Decision<>(List.of(change), true);
  }

  /// Gives and takes a grant by turns.
  private static Header more(Header header) {
    Grant grant =
        new Grant(Optional.of(new ObjectId(100)), header.owner(), Set.of(Privilege.USAGE));
    return header.withGrants(header.grants().isEmpty() ? List.of(grant) : List.of());
  }

  private static Proposal<Boolean> waitingAt(CountDownLatch entered, CountDownLatch gate) {
    return new Proposal<>(
        "admin",
        "",
        "",
        (_, _) -> {
          entered.countDown();
          try {
            gate.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          return Decision.nothing(true);
        });
  }

  private static void awaitWaiting(Catalog catalog, int tasks) throws InterruptedException {
    while (catalog.waiting() < tasks) {
      Thread.sleep(1);
    }
  }
}
