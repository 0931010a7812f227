package io.fairlead.catalog.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.catalog.Resolution;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.HeadMoved;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every store must do. A subclass gives one, empty for each test.
abstract class StoreContract {
  private static final List<String> FIELDS =
      List.of(
          "sequence = 1002", "ordinal = 7", "object_id = 77", "kind = 'secret'",
          "schema_name = 'x'", "object_name = 'x'", "version = 9", "changed_at = 'x'",
          "changed_by = 'x'", "dialect = 'x'", "statement = 'x'", "state = '{}'", "state = NULL",
          "previous_hash = hash", "hash = previous_hash");

  protected Store store;

  /// Opens the store of this test; the second call opens what the first one made.
  abstract Store open() throws Exception;

  /// Runs SQL on the database behind the store's back.
  abstract void tamper(String sql) throws SQLException;

  /// Empties the database, for a test that needs several.
  abstract void wipe() throws Exception;

  @BeforeEach
  void start() throws Exception {
    store = open();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private Map<ObjectId, CatalogObject> loaded() {
    Map<ObjectId, CatalogObject> found = new TreeMap<>();
    store.load(object -> found.put(object.id(), object));
    return found;
  }

  private void reopen() throws Exception {
    store.close();
    store = open();
  }

  @Test
  void newCatalogIsEmptyAndKeepsItsId() throws Exception {
    Store.Head head = store.head();
    assertEquals(0, head.sequence());
    assertEquals(1, head.nextId());
    assertTrue(loaded().isEmpty());
    assertEquals(Optional.empty(), store.verifyHistory());
    reopen();
    assertEquals(head, store.head());
  }

  @Test
  void everyKindComesBackEqual() throws Exception {
    List<CatalogObject> objects =
        List.of(
            Samples.full(3, "shop"),
            Samples.secret(4, "pw"),
            Samples.role(5, "ada"),
            Samples.schema(6, "sales"),
            Samples.granted(7, "granted"),
            Samples.defaults(8));
    Commit commit = Samples.put(1, objects.toArray(CatalogObject[]::new));
    store.append(0, List.of(commit), 12, List.of());
    reopen();
    assertEquals(objects, List.copyOf(loaded().values()));
    assertEquals(List.of(commit), store.commitsAfter(0, 10));
    assertEquals(12, store.head().nextId());
    store.append(1, List.of(Samples.put(2, Samples.schema(13, "later"))), 5, List.of());
    assertEquals(12, store.head().nextId(), "ids never go back");
  }

  @Test
  void batchIsWrittenInOrderAndTheLatestVersionIsCurrent() throws Exception {
    List<Commit> commits = new ArrayList<>();
    for (int i = 1; i <= 600; i++) {
      commits.add(Samples.put(i, Samples.connection(1 + i % 3, i, "h" + i)));
    }
    store.append(0, commits, 9, List.of());
    store.append(
        600, List.of(Samples.drop(601, Samples.connection(1, 600, "h600"))), 9, List.of());
    assertEquals(
        Map.of(
            new ObjectId(2), Samples.connection(2, 598, "h598"),
            new ObjectId(3), Samples.connection(3, 599, "h599")),
        loaded());
    assertEquals(commits.subList(10, 15), store.commitsAfter(10, 5));
    assertEquals(1, store.commitsAfter(600, 5).size());
    assertEquals(List.of(), store.commitsAfter(601, 5));
    List<Store.Entry> history = store.history(new ObjectId(1), 2);
    assertEquals(List.of(601L, 600L), history.stream().map(Store.Entry::sequence).toList());
    assertEquals(null, history.getFirst().object());
    assertEquals(601, history.getFirst().version());
    assertEquals(Samples.connection(1, 600, "h600"), history.getLast().object());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void oneVersionAndTheStateAtACommit() throws Exception {
    store.append(
        0,
        List.of(
            Samples.put(1, Samples.connection(1, 1, "h1")),
            Samples.put(2, Samples.schema(2, "s")),
            Samples.put(3, Samples.connection(1, 2, "h2"), Samples.connection(1, 3, "h3")),
            Samples.drop(4, Samples.connection(1, 3, "h3"))),
        3,
        List.of());
    ObjectId id = new ObjectId(1);
    assertEquals(sample(1, 2), store.version(id, 2).orElseThrow().object());
    assertEquals(null, store.version(id, 4).orElseThrow().object());
    assertEquals(Optional.empty(), store.version(id, 5));
    assertEquals(Optional.empty(), store.version(new ObjectId(9), 1));
    assertEquals(Optional.empty(), store.asOf(id, 0));
    assertEquals(1, store.asOf(id, 2).orElseThrow().version());
    assertEquals(3, store.asOf(id, 3).orElseThrow().version());
    assertEquals(null, store.asOf(id, 99).orElseThrow().object());
  }

  @Test
  void eventsComeInPagesWithWhatWasBefore() throws Exception {
    List<Commit> commits = new ArrayList<>();
    commits.add(Samples.put(1, Samples.schema(2, "s"), Samples.connection(1, 1, "h1")));
    for (int i = 2; i <= 25; i++) {
      commits.add(Samples.put(i, sample(1, i)));
    }
    commits.add(Samples.drop(26, sample(1, 25)));
    store.append(0, commits, 3, List.of());
    List<Store.Event> found = new ArrayList<>();
    long after = 0;
    for (List<Store.Event> page = store.events(after, 26, 4);
        !page.isEmpty();
        page = store.events(after, 26, 4)) {
      assertTrue(page.size() <= 4);
      for (Store.Event event : page) {
        assertTrue(event.place() > after, "places rise");
        after = event.place();
        found.add(event);
      }
    }
    assertEquals(27, found.size());
    assertEquals(null, found.get(0).before());
    assertEquals(null, found.get(1).before());
    assertEquals(sample(1, 1), found.get(2).before());
    assertEquals(sample(1, 2), found.get(2).entry().object());
    assertEquals(sample(1, 25), found.getLast().before());
    assertEquals(null, found.getLast().entry().object());
    assertEquals(4, store.events(0, 3, 100).size(), "nothing behind the last commit asked for");
  }

  @Test
  void refusedStatementsAreKeptUpToTheLimit() throws Exception {
    store.append(0, List.of(Samples.put(1, Samples.schema(1, "a"))), 2, List.of());
    List<RefusedAttempt> full = new ArrayList<>();
    for (int i = 0; i < Limits.REFUSALS_KEPT; i++) {
      full.add(Samples.refused(i));
    }
    store.keepRefused(full);
    List<Store.KeptRefusal> kept = store.refused(0, Integer.MAX_VALUE);
    assertEquals(full, kept.stream().map(Store.KeptRefusal::attempt).toList());
    reopen();
    store.keepRefused(List.of(Samples.refused(-1)));
    List<Store.KeptRefusal> after = store.refused(0, Integer.MAX_VALUE);
    assertEquals(kept.subList(1, kept.size()), after.subList(0, after.size() - 1));
    assertEquals(Samples.refused(-1), after.getLast().attempt());
    assertTrue(after.getLast().place() > kept.getLast().place());
    assertTrue(
        kept.getFirst().place() > store.events(0, 1, 1).getFirst().place(),
        "what came later has a later place");
    store.append(1, List.of(Samples.put(2, Samples.schema(2, "b"))), 3, List.of());
    assertTrue(store.events(0, 2, 2).getLast().place() > after.getLast().place());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void whatApplicationsWereToldIsKeptUpToTheLimit() throws Exception {
    store.keepRefused(List.of(Samples.refused(1)));
    List<Resolution> full = new ArrayList<>();
    for (int i = 0; i < Limits.RESOLUTIONS_KEPT; i++) {
      full.add(Samples.told(i, 1));
    }
    store.keepResolutions(full);
    List<Store.KeptResolution> kept = store.resolutions(0, Integer.MAX_VALUE);
    assertEquals(full, kept.stream().map(Store.KeptResolution::resolution).toList());
    assertEquals(List.of(), store.resolutions(kept.getLast().place(), 1));
    reopen();
    store.keepResolutions(List.of(Samples.told(-1, 5)));
    List<Store.KeptResolution> after = store.resolutions(0, Integer.MAX_VALUE);
    assertEquals(kept.subList(1, kept.size()), after.subList(0, after.size() - 1));
    assertEquals(Samples.told(-1, 5), after.getLast().resolution());
    store.keepRefused(List.of(Samples.refused(2)));
    List<Store.KeptRefusal> refused = store.refused(0, 10);
    assertTrue(refused.getFirst().place() < kept.getFirst().place(), "no place is used twice");
    assertTrue(refused.getLast().place() > after.getLast().place(), "no place is used twice");
  }

  @Test
  void theSameOfOneMinuteIsOneRow() throws Exception {
    store.keepResolutions(List.of(Samples.told(1, 3), Samples.told(2, 1)));
    store.keepResolutions(List.of(Samples.told(2, 10), Samples.told(1, 4)));
    List<Resolution> kept =
        store.resolutions(0, 10).stream().map(Store.KeptResolution::resolution).toList();
    assertEquals(List.of(7L, 11L), kept.stream().map(Resolution::times).toList());
    assertEquals(List.of(2L, 4L), kept.stream().map(Resolution::missed).toList());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void appendOnAnOldHeadIsRefusedAndWritesNothing() throws Exception {
    store.append(0, List.of(Samples.put(1, Samples.schema(1, "a"))), 2, List.of());
    Commit late = Samples.put(1, Samples.schema(2, "b"));
    assertThrows(
        HeadMoved.class,
        () -> store.append(0, List.of(late), 3, List.of(new Material("m", new byte[1]))));
    assertEquals(1, loaded().size());
    assertEquals(Optional.empty(), store.material("m"));
    store.append(1, List.of(Samples.put(2, Samples.schema(2, "b"))), 3, List.of());
    assertEquals(2, store.head().sequence());
  }

  @Test
  void materialAndNotesAreKeptAndRemoved() throws Exception {
    byte[] sealed = {0, 1, (byte) 0xFF};
    store.append(0, List.of(), 1, List.of(new Material("a", sealed), new Material("b", sealed)));
    store.keepNote("n", sealed);
    store.keepNote("n", new byte[] {5});
    reopen();
    assertArrayEquals(sealed, store.material("a").orElseThrow());
    assertArrayEquals(new byte[] {5}, store.note("n").orElseThrow());
    store.removeMaterial(List.of("a", "nobody"));
    Set<String> keys = new HashSet<>();
    store.materialKeys(keys::add);
    assertEquals(Set.of("b"), keys);
    assertEquals(Optional.empty(), store.material("a"));
    assertEquals(Optional.empty(), store.note("other"));
  }

  @Test
  void textsThatADatabaseDislikesDoNotBreakTheStore() throws Exception {
    Commit odd =
        new Commit(
            1, Samples.TOUCH, "materialize", "nul \0 half \uD83D quote ' \uD83D\uDE00",
            Samples.put(1, Samples.full(1, "\uD83D\uDE00")).changes());
    store.append(0, List.of(odd), 2, List.of());
    Commit read = store.commitsAfter(0, 1).getFirst();
    assertEquals("nul \uFFFD half ? quote ' \uD83D\uDE00", read.statement());
    assertEquals(odd.changes(), read.changes());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void tenThousandObjects() throws Exception {
    for (int from = 0; from < 10_000; from += 500) {
      List<Commit> commits = new ArrayList<>();
      for (int i = from + 1; i <= from + 500; i++) {
        commits.add(Samples.put(i, Samples.connection(i, 1, "h")));
      }
      store.append(from, commits, from + 501, List.of());
    }
    reopen();
    assertEquals(10_000, loaded().size());
    assertEquals(10_000, store.head().sequence());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void manyThreadsReadWhileOneWrites() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Long> reading =
          () -> {
            long last = 0;
            while (last < 200) {
              long now = store.head().sequence();
              assertTrue(now >= last);
              last = now;
              store.history(new ObjectId(1), 3);
              assertEquals(Optional.empty(), store.material("none"));
            }
            return last;
          };
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(threads.submit(reading));
      }
      for (int i = 1; i <= 200; i++) {
        store.append(
            i - 1, List.of(Samples.put(i, Samples.connection(1, i, "h"))), 2, List.of());
      }
      for (Future<Long> reader : readers) {
        assertEquals(200, reader.get());
      }
    }
  }

  @TestFactory
  Collection<DynamicTest> everyFieldOfTheHistoryIsGuarded() {
    return FIELDS.stream()
        .map(
            field ->
                tampering(
                    field, "UPDATE history SET " + field + " WHERE sequence = 2 AND ordinal = 0", 2))
        .toList();
  }

  @TestFactory
  Collection<DynamicTest> missingSwappedAndForeignRowsAreNoticed() {
    return List.of(
        tampering("first", "DELETE FROM history WHERE sequence = 1", 1),
        tampering("middle", "DELETE FROM history WHERE sequence = 2", 2),
        tampering("last change", "DELETE FROM history WHERE sequence = 2 AND ordinal = 1", 2),
        tampering("tail", "DELETE FROM history WHERE sequence >= 3", 3),
        tampering(
            "swapped",
            "UPDATE history SET sequence = -sequence WHERE sequence IN (1, 2);"
                + "UPDATE history SET sequence = 3 + sequence WHERE sequence < 0",
            1),
        tampering(
            "added",
            "INSERT INTO history SELECT place + 9, sequence, 9, object_id, kind, schema_name, object_name,"
                + " version, changed_at, changed_by, dialect, statement, state, previous_place,"
                + " previous_hash, hash FROM history WHERE sequence = 3",
            3),
        tampering("head", "UPDATE head SET hash = (SELECT hash FROM history WHERE sequence = 1)", 4),
        tampering("object", "UPDATE object SET place = place - 1 WHERE id = 3", 3),
        tampering("line", "UPDATE history SET previous_place = 16777216 WHERE sequence = 3", 3),
        tampering("object gone", "DELETE FROM object WHERE id = 3", 3));
  }

  /// What makes a catalog one of the second format: no table of what applications were told.
  static final String SECOND_FORMAT = "DROP TABLE resolution";

  /// What makes a catalog one of the first format: no table of refused statements, the state of each
  /// object a second time, and an index in the place of the way from version to version.
  ///
  /// @param key the type of an object's id
  static List<String> firstFormat(String key) {
    return List.of(
        SECOND_FORMAT,
        "DROP TABLE refused",
        "ALTER TABLE history DROP COLUMN previous_place",
        "CREATE INDEX history_of_object ON history (object_id)",
        "DROP TABLE object",
        "CREATE TABLE object (id "
            + key
            + " PRIMARY KEY, kind TEXT NOT NULL, schema_name TEXT NOT NULL,"
            + " object_name TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL)",
        "INSERT INTO object SELECT object_id, kind, schema_name, object_name, version, state"
            + " FROM history h WHERE state IS NOT NULL AND place ="
            + " (SELECT max(place) FROM history n WHERE n.object_id = h.object_id)");
  }

  static List<Long> idsOf(Store store) {
    List<Long> ids = new ArrayList<>();
    store.load(object -> ids.add(object.id().number()));
    return ids;
  }

  static List<Integer> versions(Store store, long id) {
    return store.history(new ObjectId(id), 10).stream().map(Store.Entry::version).toList();
  }

  private DynamicTest tampering(String name, String sql, long expected) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          store.close();
          wipe();
          store = open();
          store.append(
              0,
              List.of(
                  Samples.put(1, Samples.schema(1, "a")),
                  Samples.put(2, Samples.schema(2, "b"), Samples.schema(5, "e")),
                  Samples.put(3, Samples.schema(3, "c")),
                  Samples.put(4, Samples.schema(4, "d"))),
              6,
              List.of());
          assertEquals(Optional.empty(), store.verifyHistory());
          for (String statement : sql.split(";")) {
            tamper(statement);
          }
          assertEquals(Optional.of(expected), store.verifyHistory());
        });
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Connection sample(long id, int version) {
    return Samples.connection(id, version, "h" + version);
  }
}
