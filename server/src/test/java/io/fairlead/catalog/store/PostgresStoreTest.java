package io.fairlead.catalog.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.HeadMoved;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresStoreTest extends StoreContract {
  private static final String PASSWORD = "CNRY-4f6a1b-pg";

  @SuppressWarnings("NullAway.Init") // JUnit sets it before everything else.
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @BeforeEach
  @Override
  void start() throws Exception {
    wipe();
    super.start();
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&password=" + PASSWORD;
  }

  @Override
  Store open() {
    return PostgresStore.open(url(postgres.getPort()), UUID.randomUUID(), Samples.NOON);
  }

  @Override
  void tamper(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  void wipe() throws SQLException {
    tamper("DROP SCHEMA public CASCADE");
    tamper("CREATE SCHEMA public");
  }

  @Test
  void newerFormatIsRefused() throws Exception {
    tamper("UPDATE catalog SET format = 7");
    Refusal refusal = assertThrows(Refusal.class, this::open);
    assertTrue(
        refusal.problem().message().endsWith("is of format 7, and this server reads formats 1 to 3"),
        refusal.getMessage());
  }

  @Test
  void firstFormatIsUpgraded() throws Exception {
    List<Commit> commits =
        List.of(
            Samples.put(1, Samples.connection(1, 1, "h1"), Samples.schema(2, "gone")),
            Samples.put(2, Samples.connection(1, 2, "h2")),
            Samples.drop(3, Samples.schema(2, "gone")));
    store.append(0, commits, 3, List.of());
    store.close();
    for (String statement : firstFormat("BIGINT")) {
      tamper(statement);
    }
    tamper("UPDATE catalog SET format = 1");
    store = open();
    assertEquals(commits, store.commitsAfter(0, 10));
    assertEquals(List.of(1L), idsOf(store));
    assertEquals(List.of(2, 1), versions(store, 1));
    assertEquals(List.of(2, 1), versions(store, 2));
    try (Store other = open()) {
      other.keepRefused(List.of(Samples.refused(1)));
      store.keepRefused(List.of(Samples.refused(2)));
      assertEquals(2, other.refused(0, 10).size());
    }
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void tablesOfOthersAreLeftAlone() throws Exception {
    wipe();
    tamper("CREATE TABLE history (x INTEGER)");
    Refusal refusal = assertThrows(Refusal.class, this::open);
    assertTrue(refusal.problem().message().contains("is not a catalog"), refusal.getMessage());
  }

  @Test
  void twoServersShareOneCatalog() throws Exception {
    try (Store other = open()) {
      assertEquals(store.head(), other.head());
      Commit first = Samples.put(1, Samples.schema(1, "a"));
      store.append(0, List.of(first), 2, List.of());
      assertThrows(
          HeadMoved.class,
          () -> other.append(0, List.of(Samples.put(1, Samples.schema(1, "b"))), 2, List.of()));
      assertEquals(List.of(first), other.commitsAfter(0, 10));
      other.append(1, List.of(Samples.put(2, Samples.schema(2, "b"))), 3, List.of());
      assertEquals(2, store.commitsAfter(0, 10).size());
    }
  }

  @Test
  void serversThatRaceNeverWriteOneSequenceTwice() throws Exception {
    Callable<Integer> server =
        () -> {
          int won = 0;
          try (Store node = open()) {
            while (won < 50) {
              long at = node.head().sequence();
              try {
                Commit next = Samples.put(at + 1, Samples.connection(1, (int) at + 1, "h"));
                node.append(at, List.of(next), 2, List.of());
                won++;
              } catch (HeadMoved e) {
                // Decided again on the new head.
              }
            }
          }
          return won;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> servers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        servers.add(threads.submit(server));
      }
      for (Future<Integer> each : servers) {
        assertEquals(50, each.get());
      }
    }
    assertEquals(150, store.head().sequence());
    assertEquals(Optional.empty(), store.verifyHistory());
  }

  @Test
  void lostConnectionsAreMadeAgain() throws Exception {
    store.append(0, List.of(Samples.put(1, Samples.schema(1, "a"))), 2, List.of());
    tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'fairlead'");
    store.append(1, List.of(Samples.put(2, Samples.schema(2, "b"))), 3, List.of());
    assertEquals(2, store.head().sequence());
  }

  @Test
  void refusalsNeverShowThePassword() {
    for (String url :
        List.of(
            url(1),
            url(1) + "&socketFactory=x",
            url(1) + "&ssl mode=%",
            "postgresql://h/d?password=" + PASSWORD,
            "jdbc:postgresql://u:" + PASSWORD + "@h/d",
            "jdbc:postgresql://h?password=" + PASSWORD)) {
      Refusal refusal =
          assertThrows(
              Refusal.class, () -> PostgresStore.open(url, UUID.randomUUID(), Samples.NOON));
      assertFalse(refusal.problem().toString().contains(PASSWORD), refusal.getMessage());
    }
  }
}
