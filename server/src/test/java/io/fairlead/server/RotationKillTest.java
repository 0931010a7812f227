package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.sshtunnel.Bastion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed again and again while keys rotate. After each start the keys that the catalog
/// shows are those that sign in, each of them alone, and no acknowledged rotation is lost.
class RotationKillTest {
  private static final int KILLS = 12;
  private static final String KEYS =
      "SELECT public_key_1, public_key_2 FROM mz_ssh_tunnel_connections";

  @TempDir Path data = Path.of("");
  private final ConcurrentLinkedDeque<String> acknowledged = new ConcurrentLinkedDeque<>();

  @Test
  void theKeysOfTheCatalogAreThoseThatSignIn() throws Exception {
    long seed = 20_261_126;
    Random random = new Random(seed);
    int rotations = 0;
    ServerProcess server = ServerProcess.start(data);
    try (Bastion bastion = Bastion.start()) {
      try (Connection connection = server.connect()) {
        execute(
            connection,
            "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER 'tunnel')"
                .formatted(bastion.port()));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        String where = "seed " + seed + " kill " + kill;
        rotateAndKill(server, random.nextInt(300));
        server = ServerProcess.start(data);
        try (Connection connection = server.connect()) {
          List<String> keys = keys(connection);
          for (String key : keys) {
            bastion.forbidAll();
            bastion.authorize(key);
            execute(connection, "VALIDATE CONNECTION t");
          }
          String last = acknowledged.peekLast();
          // The kill may have come between the commit and its answer.
          assertTrue(last == null || keys.contains(last), where + " lost a rotation");
        }
        rotations += acknowledged.size();
        acknowledged.clear();
      }
    } finally {
      server.close();
    }
    assertTrue(rotations > KILLS, "keys did rotate: " + rotations);
  }

  private void rotateAndKill(ServerProcess server, int millis) throws Exception {
    Connection connection = server.connect();
    Thread rotating = Thread.startVirtualThread(() -> rotate(connection));
    Thread.sleep(millis);
    server.kill();
    rotating.join();
  }

  /// Until the server goes away; notes the second key, which the rotation made.
  private void rotate(Connection connection) {
    try (connection) {
      while (true) {
        execute(connection, "ALTER CONNECTION t ROTATE KEYS WITH (FORCE)");
        acknowledged.add(keys(connection).getLast());
      }
    } catch (SQLException gone) {
      // The kill; the next start is the judge.
    }
  }

  private static List<String> keys(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(KEYS)) {
      List<String> keys = new ArrayList<>();
      assertTrue(row.next());
      keys.add(row.getString(1));
      keys.add(row.getString(2));
      assertEquals(2, keys.stream().distinct().count());
      return keys;
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
