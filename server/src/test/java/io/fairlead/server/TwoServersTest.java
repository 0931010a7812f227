package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one catalog in PostgreSQL.
class TwoServersTest {
  private static final int CHANGES = 40;

  @TempDir Path folder = Path.of("");

  @Test
  void bothServeOneCatalog() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String store =
          "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
      Path key = folder.resolve("key");
      try (RunningServer one = start("one", store, key);
          RunningServer two = start("two", store, key);
          Connection first = one.connect();
          Connection second = two.connect()) {
        execute(
            first,
            "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd')"
                + " WITH (VALIDATE = false)");
        awaitVersion(second, 1);
        AtomicInteger failures = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (Connection connection : List.of(first, second)) {
          threads.add(Thread.startVirtualThread(() -> alter(connection, failures)));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        assertEquals(0, failures.get());
        awaitVersion(first, 1 + 2 * CHANGES);
        awaitVersion(second, 1 + 2 * CHANGES);
      }
    }
  }

  private RunningServer start(String name, String store, Path key) throws Exception {
    return RunningServer.in(
        Files.createDirectory(folder.resolve(name)), "--store", store, "--key-file", key.toString());
  }

  private static void alter(Connection connection, AtomicInteger failures) {
    for (int i = 0; i < CHANGES; i++) {
      try {
        String host = "h" + System.identityHashCode(connection) + "x" + i;
        execute(
            connection, "ALTER CONNECTION c SET (HOST '" + host + "') WITH (VALIDATE = false)");
      } catch (SQLException failure) {
        failures.incrementAndGet();
      }
    }
  }

  private static void awaitVersion(Connection connection, int version) throws Exception {
    int found = 0;
    for (int look = 0; look < 200 && found < version; look++) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SHOW HISTORY OF CONNECTION c")) {
        assertTrue(rows.next());
        found = rows.getInt("version");
      } catch (SQLException notThereYet) {
        found = 0;
      }
      Thread.sleep(50);
    }
    assertEquals(version, found);
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
