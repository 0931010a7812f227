package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.model.CatalogObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Going back where values of a secret are forgotten, and what the audit says after a restart.
class RollbackTest {
  private static final String CREATE =
      "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd', PASSWORD SECRET s)"
          + " WITH (VALIDATE = false)";
  private static final String BACK =
      "ALTER CONNECTION c ROLLBACK TO VERSION 1 WITH (VALIDATE = false)";

  @TempDir Path data = Path.of("");

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        StringBuilder row = new StringBuilder(rows.getString(1));
        for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append('|').append(rows.getString(i));
        }
        found.add(row.toString());
      }
    }
    return found;
  }

  @Test
  void valueIsThereForAsLongAsItIsKept() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection admin = server.connect()) {
      execute(admin, "CREATE SECRET s AS 'value 1'");
      execute(admin, CREATE);
      execute(admin, "ALTER CONNECTION c SET (HOST 'h2') WITH (VALIDATE = false)");
      for (int value = 2; value <= Limits.SECRET_VERSIONS; value++) {
        execute(admin, "ALTER SECRET s AS 'value " + value + "'");
      }
      execute(admin, BACK);
      assertTrue(
          rows(admin, "SHOW CREATE CONNECTION c").getFirst().contains("s VERSION 1"),
          "fixed at the value of then");
      execute(admin, "ALTER CONNECTION c SET (PASSWORD SECRET s) WITH (VALIDATE = false)");
      execute(admin, "ALTER SECRET s AS 'one more'");
      SQLException refusal = assertThrows(SQLException.class, () -> execute(admin, BACK));
      assertEquals("42704", refusal.getSQLState());
      assertTrue(
          String.valueOf(refusal.getMessage()).contains("value 1 of secret \"s\" is not kept any more"),
          refusal.getMessage());
      assertThrows(
          SQLException.class, () -> execute(admin, "ALTER SECRET s ROLLBACK TO VERSION 1"));
    }
  }

  /// The value of a rolled back secret is material of its own: it stays when the old one goes.
  @Test
  void valueThatCameBackOutlivesTheOldOne() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection admin = server.connect()) {
      execute(admin, "CREATE SECRET s AS 'value 1'");
      execute(admin, "ALTER SECRET s AS 'value 2'");
      execute(admin, "ALTER SECRET s ROLLBACK TO VERSION 1");
      for (int i = 0; i < Limits.SECRET_VERSIONS - 1; i++) {
        execute(admin, "ALTER SECRET s AS 'later'");
      }
      execute(admin, "ALTER SECRET s ROLLBACK TO VERSION 3");
      execute(admin, "DROP SECRET s");
      execute(admin, "CREATE SECRET t AS 'x'");
    }
    try (SqliteStore store = SqliteStore.open(data, new UUID(0, 0), Instant.EPOCH)) {
      Set<String> kept = new TreeSet<>();
      store.materialKeys(kept::add);
      Set<String> referred = new TreeSet<>();
      store.load(
          (CatalogObject object) ->
              object.material().forEach(material -> referred.add(material.key())));
      assertEquals(referred, kept);
    }
  }

  @Test
  void auditIsTheSameAfterARestart() throws Exception {
    String query =
        "SELECT id, event_type, details, \"user\", occurred_at FROM mz_audit_events"
            + " ORDER BY occurred_at, id";
    List<String> before;
    try (RunningServer server = RunningServer.in(data);
        Connection admin = server.connect()) {
      execute(admin, "CREATE SECRET s AS 'CNRY-audit-1'");
      for (String refused :
          List.of(
              "CREATE SECRET s AS 'CNRY-audit-2'",
              "DROP CONNECTION nowhere",
              "ALTER CONNECTION nowhere SET (HOST 'CNRY-audit-3')",
              "CREATE ROLE r LOGIN PASSWORD 'CNRY-audit-4' SUPERUSER NOSUPERUSER",
              "ALTER ROLE nobody PASSWORD 'CNRY-audit-5'",
              "SHOW CREATE CONNECTION nowhere")) {
        assertThrows(SQLException.class, () -> execute(admin, refused));
      }
      execute(admin, "CREATE SECRET t AS 'CNRY-audit-6'");
      before = rows(admin, query);
    }
    assertEquals(
        List.of("create", "create", "create", "refused", "refused", "refused", "refused",
            "refused", "create"),
        before.stream().map(row -> row.split("\\|", -1)[1]).toList(),
        "in the order of time; what is no statement is no attempt");
    assertTrue(before.stream().noneMatch(row -> row.contains("CNRY")), before.toString());
    try (RunningServer server = RunningServer.in(data);
        Connection admin = server.connect()) {
      assertEquals(before, rows(admin, query));
      assertThrows(SQLException.class, () -> execute(admin, "DROP SECRET nowhere"));
      assertEquals(before.size() + 1, rows(admin, query).size());
    }
  }
}
