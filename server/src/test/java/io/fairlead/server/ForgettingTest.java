package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.catalog.store.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sealed material goes with what it belongs to.
class ForgettingTest {
  @TempDir Path data = Path.of("");

  @Test
  void dropsAndRotationsLeaveNoMaterialBehind() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect()) {
      execute(connection, "CREATE SECRET kept AS 'x'");
      execute(connection, "ALTER SECRET kept AS 'y'");
      execute(connection, "CREATE SECRET dropped AS 'x'");
      execute(connection, "CREATE CONNECTION t TO SSH TUNNEL (HOST 'h', USER 'u')");
      execute(connection, "ALTER CONNECTION t ROTATE KEYS WITH (FORCE)");
      execute(connection, "DROP SECRET dropped");
    }
    // Two values of the secret and the two present keys; a start would sweep what was left over.
    assertEquals(4, materialRows());
  }

  private int materialRows() {
    AtomicInteger rows = new AtomicInteger();
    try (SqliteStore store = SqliteStore.open(data, new UUID(0, 0), Instant.EPOCH)) {
      store.materialKeys(_ -> rows.incrementAndGet());
    }
    return rows.get();
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
