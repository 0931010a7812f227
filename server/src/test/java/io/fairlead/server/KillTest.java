package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed again and again while clients change connections. What was acknowledged is
/// there after the next start, and nothing that nobody asked for.
class KillTest {
  private static final int KILLS = 100;
  private static final int CLIENTS = 4;
  private static final Pattern HOST = Pattern.compile("HOST = 'h([0-9]+)'");

  /// One client's own connection object: it counts the host up, one statement at a time.
  private static final class Counter {
    final String name;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger acknowledged = new AtomicInteger();

    Counter(String name) {
      this.name = name;
    }

    /// Until the server goes away.
    void run(Connection connection) {
      try (connection;
          Statement statement = connection.createStatement()) {
        while (true) {
          int next = asked.incrementAndGet();
          statement.execute(
              "ALTER CONNECTION " + name + " SET (HOST = 'h" + next + "') WITH (VALIDATE = false)");
          acknowledged.set(next);
        }
      } catch (SQLException gone) {
        // The kill; the next start is the judge.
      }
    }

    void check(Connection connection, String where) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW CREATE CONNECTION " + name)) {
        assertTrue(row.next(), where);
        Matcher host = HOST.matcher(row.getString("create_sql"));
        assertTrue(host.find(), where);
        int found = Integer.parseInt(host.group(1));
        assertTrue(found >= acknowledged.get(), where + ": lost " + name + " h" + acknowledged);
        assertTrue(found <= asked.get(), where + ": nobody asked for " + name + " h" + found);
        acknowledged.set(found);
        asked.set(found);
      }
    }
  }

  @TempDir Path data = Path.of("");

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    long seed = 20_261_125;
    Random random = new Random(seed);
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      counters.add(new Counter("c" + i));
    }
    ServerProcess server = ServerProcess.start(data);
    try {
      create(server, counters);
      for (int kill = 1; kill <= KILLS; kill++) {
        disturb(server, counters, 20 + random.nextInt(120));
        server = ServerProcess.start(data);
        try (Connection connection = server.connect()) {
          for (Counter counter : counters) {
            counter.check(connection, "seed " + seed + " kill " + kill);
          }
        }
      }
      assertEquals(0, server.terminate(), "a signal to stop is obeyed cleanly");
    } finally {
      server.close();
    }
    int changes = counters.stream().mapToInt(counter -> counter.acknowledged.get()).sum();
    assertTrue(changes > KILLS, "the clients did change something: " + changes);
  }

  private static void create(ServerProcess server, List<Counter> counters) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (Counter counter : counters) {
        statement.execute(
            "CREATE CONNECTION "
                + counter.name
                + " TO POSTGRES (HOST 'h0', USER 'u', DATABASE 'd') WITH (VALIDATE = false)");
      }
    }
  }

  private static void disturb(ServerProcess server, List<Counter> counters, int millis)
      throws SQLException, InterruptedException, IOException {
    List<Thread> threads = new ArrayList<>();
    for (Counter counter : counters) {
      Connection connection = server.connect();
      threads.add(Thread.startVirtualThread(() -> counter.run(connection)));
    }
    Thread.sleep(millis);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
