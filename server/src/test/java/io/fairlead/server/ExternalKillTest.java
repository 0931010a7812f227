package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.s3.RotatingBucket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while clients write an external table, and while its credentials change. The
/// files are on a real S3 server, which lives on.
class ExternalKillTest {
  private static final int KILLS = 5;
  private static final int ROWS = 100;

  @TempDir Path data = Path.of("");

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static void create(ServerProcess server, RotatingBucket bucket) throws SQLException {
    try (Connection connection = server.connect()) {
      for (String name : new String[] {"c", "d"}) {
        bucket.allow("AK" + name, "key");
        execute(
            connection,
            "CREATE CONNECTION %s STORAGE_TYPE = 's3' ENDPOINT_URL = '%s'"
                    .formatted(name, bucket.url())
                + " ACCESS_KEY_ID = 'AK%s' SECRET_ACCESS_KEY = 'key'".formatted(name));
      }
      execute(
          connection,
          "CREATE TABLE t (batch INT, n INT) 's3://killed/t/'"
              + " CONNECTION = (CONNECTION_NAME = 'c')");
    }
  }

  /// How many rows each batch has. All files are read whole.
  private static Map<Integer, Integer> batches(ServerProcess server) throws SQLException {
    Map<Integer, Integer> found = new TreeMap<>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT batch, count(DISTINCT n) + count(*) FROM t GROUP BY 1")) {
      while (rows.next()) {
        found.put(rows.getInt(1), rows.getInt(2));
      }
    }
    return found;
  }

  /// One INSERT after the other until the server goes away; every second one in a block.
  private static void insert(Connection open, AtomicInteger asked, AtomicInteger acknowledged) {
    try (Connection connection = open) {
      while (true) {
        int batch = asked.incrementAndGet();
        connection.setAutoCommit(batch % 2 == 0);
        execute(
            connection, "INSERT INTO t SELECT %d, n FROM range(%d) r(n)".formatted(batch, ROWS));
        if (batch % 2 != 0) {
          connection.commit();
        }
        acknowledged.set(batch);
      }
    } catch (SQLException gone) {
      // The kill; the next start is the judge.
    }
  }

  @Test
  void rowsAreThereOnceOrNotAtAll() throws Exception {
    long seed = 20_261_126;
    Random random = new Random(seed);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger acknowledged = new AtomicInteger();
    Map<Integer, Boolean> certain = new TreeMap<>();
    try (RotatingBucket bucket = new RotatingBucket("killed")) {
      ServerProcess server = ServerProcess.start(data);
      try {
        create(server, bucket);
        for (int kill = 1; kill <= KILLS; kill++) {
          int before = acknowledged.get();
          Connection open = server.connect();
          Thread client = Thread.startVirtualThread(() -> insert(open, asked, acknowledged));
          awaitMore(acknowledged, before);
          Thread.sleep(random.nextInt(200));
          server.kill();
          client.join();
          server.close();
          for (int batch = before + 1; batch <= asked.get(); batch++) {
            certain.put(batch, batch <= acknowledged.get());
          }
          acknowledged.set(asked.get());
          server = ServerProcess.start(data);
          check(batches(server), certain, "seed " + seed + " kill " + kill);
        }
      } finally {
        server.close();
      }
    }
  }

  private static void awaitMore(AtomicInteger acknowledged, int before)
      throws InterruptedException {
    for (int i = 0; i < 6000 && acknowledged.get() <= before; i++) {
      Thread.sleep(10);
    }
    assertTrue(acknowledged.get() > before, "the client does not get on");
  }

  private static void check(
      Map<Integer, Integer> found, Map<Integer, Boolean> certain, String where) {
    for (Map.Entry<Integer, Boolean> batch : certain.entrySet()) {
      int rows = found.getOrDefault(batch.getKey(), 0);
      assertTrue(
          rows == 2 * ROWS || (rows == 0 && !batch.getValue()),
          where + ": batch " + batch.getKey() + " has " + rows);
    }
    assertTrue(certain.keySet().containsAll(found.keySet()), where + ": nobody wrote " + found);
  }

  @Test
  void aTableWhoseConnectionWasBeingChanged() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("killed")) {
      ServerProcess server = ServerProcess.start(data);
      try {
        create(server, bucket);
        try (Connection connection = server.connect()) {
          execute(connection, "INSERT INTO t VALUES (1, 1)");
        }
        for (int kill = 1; kill <= KILLS; kill++) {
          AtomicInteger changes = new AtomicInteger();
          Connection open = server.connect();
          Thread client = Thread.startVirtualThread(() -> change(open, changes));
          awaitMore(changes, 3 * kill);
          server.kill();
          client.join();
          server.close();
          server = ServerProcess.start(data);
          assertEquals(Map.of(1, 2), batches(server), "kill " + kill);
        }
      } finally {
        server.close();
      }
    }
  }

  private static void change(Connection open, AtomicInteger changes) {
    try (Connection connection = open) {
      while (true) {
        String name = changes.incrementAndGet() % 2 == 0 ? "c" : "d";
        execute(
            connection, "ALTER TABLE t CONNECTION = (CONNECTION_NAME = '" + name + "')");
      }
    } catch (SQLException gone) {
      // The kill.
    }
  }
}
