package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A law: a refused statement leaves no trace but its row in the audit, whatever it was and whatever
/// came before it. And at the end the vault holds what the catalog refers to, no more and no less.
class RefusedStatementsTest {
  private static final int STATEMENTS = 250;

  @TempDir Path data = Path.of("");

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void leaveNoTrace(long seed) throws Exception {
    Random random = new Random(seed);
    int refused = 0;
    try (RunningServer server = RunningServer.in(data);
        Connection admin = server.connect()) {
      execute(admin, "CREATE ROLE dev LOGIN PASSWORD 'dev-password'");
      execute(admin, "CREATE ROLE team");
      try (Connection dev = server.connect("dev", "dev-password")) {
        String before = dump(admin);
        for (int i = 0; i < STATEMENTS; i++) {
          String text = statement(random);
          String where = "seed " + seed + " statement " + i + ": " + text;
          try {
            execute(random.nextInt(4) == 0 ? dev : admin, text);
            before = dump(admin);
          } catch (SQLException refusal) {
            // What nobody could read is not known to be about anything.
            refused += refusal.getSQLState().equals("42601") ? 0 : 1;
            assertTrue(refusal.getSQLState().length() == 5, where);
            assertTrue(!refusal.getSQLState().startsWith("XX"), where + " " + refusal.getMessage());
            assertEquals(before, dump(admin), where);
          }
        }
      }
      assertEquals(refused, refusedInAudit(admin), "seed " + seed);
    }
    assertTrue(refused > STATEMENTS / 10 && refused < STATEMENTS, "refused " + refused);
    assertVaultHoldsWhatIsReferred("seed " + seed);
  }

  private void assertVaultHoldsWhatIsReferred(String where) {
    try (SqliteStore store = SqliteStore.open(data, new UUID(0, 0), Instant.EPOCH)) {
      Set<String> kept = new TreeSet<>();
      store.materialKeys(kept::add);
      Set<String> referred = new TreeSet<>();
      store.load(
          (CatalogObject object) ->
              object.material().forEach(material -> referred.add(material.key())));
      assertEquals(referred, kept, where);
      assertEquals(java.util.Optional.empty(), store.verifyHistory(), where);
    }
  }

  private static String statement(Random random) {
    String name = pick(random, "a", "b", "c", "lab.a", "nowhere.x");
    String other = pick(random, "a", "b", "c");
    return switch (random.nextInt(22)) {
      case 0 -> "CREATE SECRET " + name + " AS 'x'";
      case 1 -> "CREATE SECRET IF NOT EXISTS " + name + " AS 'x'";
      case 2 -> "ALTER SECRET " + name + " AS 'y'";
      case 3 ->
          "CREATE CONNECTION "
              + name
              + " TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd', PASSWORD SECRET "
              + other
              + ") WITH (VALIDATE = false)";
      case 4 -> "CREATE CONNECTION " + name + " TO SSH TUNNEL (HOST 'h', USER 'u')";
      case 5 -> "ALTER CONNECTION " + name + " ROTATE KEYS" + pick(random, "", " WITH (FORCE)", " WITH (FORCE)");
      case 6 ->
          "ALTER CONNECTION "
              + name
              + " SET (SSH TUNNEL "
              + other
              + "), RESET (PASSWORD) WITH (VALIDATE = false)";
      case 7 -> "ALTER CONNECTION " + name + " RESET (HOST), SET (PORT 9) WITH (VALIDATE = false)";
      case 8 -> "ALTER CONNECTION " + name + " RENAME TO " + other;
      case 9 -> "ALTER SECRET " + name + " OWNER TO " + pick(random, "team", "dev", "nobody");
      case 10 -> "DROP CONNECTION " + name + pick(random, "", " CASCADE");
      case 11 -> "DROP SECRET IF EXISTS " + name + ", " + other;
      case 12 -> pick(random, "CREATE SCHEMA lab", "DROP SCHEMA lab", "DROP ROLE team");
      case 13 ->
          pick(random, "GRANT USAGE ON CONNECTION ", "REVOKE ALL ON CONNECTION ")
              + name
              + pick(random, " TO dev", " FROM dev", " TO team, PUBLIC", " FROM PUBLIC");
      case 14 -> "GRANT USAGE ON SECRET " + name + ", " + other + " TO dev, team";
      case 15 ->
          pick(random, "GRANT USAGE", "GRANT ALL", "GRANT SELECT")
              + " ON SCHEMA "
              + pick(random, "lab", "public")
              + " TO "
              + pick(random, "dev", "team", "nobody");
      case 16 ->
          "ALTER DEFAULT PRIVILEGES FOR "
              + pick(random, "ALL ROLES", "ROLE dev", "ROLE team, admin")
              + pick(random, "", " IN SCHEMA lab")
              + pick(
                  random,
                  " GRANT USAGE ON SECRETS TO team",
                  " REVOKE USAGE ON SECRETS FROM team",
                  " GRANT ALL ON SCHEMAS TO dev");
      case 17 -> "DROP OWNED BY " + pick(random, "dev", "team", "admin", "dev CASCADE");
      case 18 ->
          "REASSIGN OWNED BY "
              + pick(random, "dev", "team")
              + " TO "
              + pick(random, "admin", "dev", "nobody");
      case 19 ->
          "ALTER CONNECTION "
              + name
              + " ROLLBACK TO VERSION "
              + (1 + random.nextInt(4))
              + " WITH (VALIDATE = false)";
      case 20 -> "ALTER SECRET " + name + " ROLLBACK TO VERSION " + (1 + random.nextInt(3));
      default -> "COMMENT ON CONNECTION " + name + " IS '" + other + "'";
    };
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static int refusedInAudit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM mz_audit_events WHERE event_type = 'refused'")) {
      row.next();
      return row.getInt(1);
    }
  }

  /// Everything that the catalog shows of itself.
  private static String dump(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (String relation :
        List.of(
            "mz_connections",
            "mz_secrets",
            "mz_ssh_tunnel_connections",
            "mz_object_dependencies",
            "mz_comments",
            "mz_schemas",
            "mz_default_privileges",
            "mz_roles")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM " + relation + " ORDER BY 1")) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          StringBuilder line = new StringBuilder(relation);
          for (int i = 1; i <= columns; i++) {
            line.append('|').append(rows.getString(i));
          }
          lines.add(line.toString());
        }
      }
    }
    return String.join("\n", lines);
  }
}
