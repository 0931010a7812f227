package io.fairlead.catalog.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.StoreFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
  @TempDir private Path parent;

  private Path folder() {
    return parent.resolve("data");
  }

  @Override
  Store open() {
    return SqliteStore.open(folder(), UUID.randomUUID(), Samples.NOON);
  }

  @Override
  void tamper(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve(SqliteStore.FILE));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  void wipe() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path file : files()) {
      found.put(
          file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return found;
  }

  private Refusal refusedUntouched() throws IOException {
    Map<String, String> before = contents();
    Refusal refusal = assertThrows(Refusal.class, this::open);
    assertEquals(before, contents());
    assertEquals(ProblemKind.STORE_UNUSABLE, refusal.problem().kind());
    return refusal;
  }

  @Test
  void newerFormatIsRefusedUntouched() throws Exception {
    store.close();
    tamper("PRAGMA user_version = 7");
    Refusal refusal = refusedUntouched();
    assertEquals(
        "the catalog \""
            + folder().resolve("catalog.db")
            + "\" is of format 7, and this server reads formats 1 to 3",
        refusal.getMessage());
    assertEquals(
        "Start it with a server that reads format 7.", refusal.problem().hint());
  }

  /// See [#firstFormat].
  @Test
  void firstFormatIsUpgraded() throws Exception {
    List<Commit> commits =
        List.of(
            Samples.put(1, Samples.connection(1, 1, "h1"), Samples.schema(2, "gone")),
            Samples.put(2, Samples.connection(1, 2, "h2")),
            Samples.drop(3, Samples.schema(2, "gone")));
    store.append(0, commits, 3, List.of());
    store.close();
    for (String statement : firstFormat("INTEGER")) {
      tamper(statement);
    }
    tamper("UPDATE catalog SET format = 1");
    tamper("PRAGMA user_version = 1");
    for (int start = 0; start < 2; start++) {
      store = open();
      assertEquals(commits, store.commitsAfter(0, 10));
      assertEquals(List.of(1L), idsOf(store));
      assertEquals(List.of(2, 1), versions(store, 1));
      assertEquals(List.of(2, 1), versions(store, 2));
      store.keepRefused(List.of(Samples.refused(start)));
      assertEquals(start + 1, store.refused(0, 10).size());
      store.keepResolutions(List.of(Samples.told(start, 1)));
      assertEquals(start + 1, store.resolutions(0, 10).size());
      assertEquals(Optional.empty(), store.verifyHistory());
      SqliteFile.check(folder().resolve(SqliteStore.FILE));
      store.close();
    }
    assertEquals("3", asked("PRAGMA user_version"));
    assertEquals("3", asked("SELECT format FROM catalog"));
    store = open();
  }

  @Test
  void secondFormatIsUpgraded() throws Exception {
    store.append(0, List.of(Samples.put(1, Samples.schema(2, "kept"))), 3, List.of());
    store.keepRefused(List.of(Samples.refused(1)));
    store.close();
    tamper(SECOND_FORMAT);
    tamper("UPDATE catalog SET format = 2");
    tamper("PRAGMA user_version = 2");
    store = open();
    assertEquals(List.of(2L), idsOf(store));
    assertEquals(1, store.refused(0, 10).size());
    store.keepResolutions(List.of(Samples.told(1, 1)));
    assertEquals(1, store.resolutions(0, 10).size());
    assertEquals("3", asked("PRAGMA user_version"));
  }

  @Test
  void formatBeforeTheFirstIsRefusedUntouched() throws Exception {
    store.close();
    tamper("PRAGMA user_version = 0");
    assertTrue(refusedUntouched().problem().message().contains("is of format 0, and"));
  }

  private String asked(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder().resolve(SqliteStore.FILE));
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.getString(1);
    }
  }

  @Test
  void fileOfAnotherProgramIsRefusedUntouched() throws Exception {
    store.close();
    tamper("PRAGMA application_id = 5");
    assertTrue(refusedUntouched().problem().message().endsWith("is not a catalog"));
  }

  @Test
  void garbageIsRefusedUntouched() throws Exception {
    store.close();
    Files.writeString(folder().resolve("catalog.db"), "no database, but more than a header ".repeat(9));
    assertTrue(refusedUntouched().problem().message().endsWith("is not a catalog"));
    Files.write(folder().resolve("catalog.db"), new byte[0]);
    assertTrue(refusedUntouched().problem().message().endsWith("is not a catalog"));
  }

  @Test
  void damagedPagesAreRefused() throws Exception {
    store.close();
    Path file = folder().resolve("catalog.db");
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
    Files.write(file, bytes);
    Refusal refusal = assertThrows(Refusal.class, this::open);
    assertTrue(refusal.problem().message().endsWith("cannot be opened"), refusal.getMessage());
    assertEquals("SQLite reports SQLITE_CORRUPT.", refusal.problem().detail());
  }

  @Test
  void secondServerOfAFolderIsRefused() {
    Refusal refusal = assertThrows(Refusal.class, this::open);
    assertEquals(
        "the data folder \"" + folder() + "\" is in use by another server", refusal.getMessage());
  }

  @Test
  void folderIsFreeAgainAfterARefusedStart() throws Exception {
    store.close();
    Path file = folder().resolve("catalog.db");
    byte[] whole = Files.readAllBytes(file);
    byte[] bytes = whole.clone();
    java.util.Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
    Files.write(file, bytes);
    assertThrows(Refusal.class, this::open);
    Files.write(file, whole);
    store = open();
    assertEquals(0, store.head().sequence());
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws Exception {
    store.append(0, List.of(Samples.put(1, Samples.schema(1, "a"))), 2, List.of());
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
    for (Path file : files()) {
      if (!file.endsWith("lock")) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  /// SQLite's own limit on the size of the file fails with the code of a full disk.
  @Test
  void fullDiskWritesNothingAndTheStoreRecovers() throws Exception {
    store.close();
    store = SqliteStore.open(folder(), UUID.randomUUID(), Samples.NOON, 100);
    byte[] large = new byte[100_000];
    store.append(0, List.of(), 1, List.of(new Material("a", large), new Material("b", large)));
    store.append(0, List.of(Samples.put(1, Samples.schema(1, "a"))), 2, List.of());
    for (int i = 0; i < 3; i++) {
      assertThrows(
          StoreFull.class,
          () ->
              store.append(
                  1,
                  List.of(Samples.put(2, Samples.schema(2, "b"))),
                  3,
                  List.of(new Material("c", large), new Material("d", large))));
      assertThrows(StoreFull.class, () -> store.keepNote("n", new byte[300_000]));
    }
    assertEquals(1, store.head().sequence());
    assertEquals(2, store.head().nextId());
    assertEquals(Optional.empty(), store.material("c"));
    store.removeMaterial(List.of("a"));
    store.append(
        1,
        List.of(Samples.put(2, Samples.schema(2, "b"))),
        3,
        List.of(new Material("c", large)));
    assertEquals(2, store.head().sequence());
    assertEquals(Optional.empty(), store.verifyHistory());
    assertFalse(store.material("c").isEmpty());
  }
}
