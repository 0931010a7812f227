package io.fairlead.connector.postgres;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The steps of a person who tries a PostgreSQL server: resolve, connect, TLS, sign in, and what
/// replication would need.
final class PostgresProbe {
  private static final String REPLICATION =
      """
      SELECT current_setting('wal_level'),
             current_setting('max_wal_senders')::int,
             current_setting('max_replication_slots')::int
               - (SELECT count(*) FROM pg_catalog.pg_replication_slots)\
      """;

  private final PostgresConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  PostgresProbe(PostgresConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    Connection connection = new PostgresSignIn(config, attempt, permission).run();
    try {
      attempt.step("replication", () -> checkReplication(connection));
    } finally {
      close(connection);
    }
  }

  /// Nothing that exists here replicates yet, and many who use this connection never will. So a
  /// server that cannot replicate passes, with a note that says what change data capture will miss.
  private boolean checkReplication(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REPLICATION)) {
      row.next();
      attempt.note(replicationNote(row.getString(1), row.getInt(2), row.getLong(3)));
      return true;
    } catch (SQLException unknown) {
      attempt.note("the server does not tell whether it can replicate");
      return false;
    }
  }

  private static String replicationNote(String walLevel, int senders, long freeSlots) {
    List<String> missing = new ArrayList<>();
    if (!walLevel.equals("logical")) {
      String known = List.of("minimal", "replica").contains(walLevel) ? walLevel : "unknown";
      missing.add("wal_level is " + known + "; change data capture needs logical");
    }
    if (senders < 1) {
      missing.add("replication is disabled: max_wal_senders is 0");
    }
    if (freeSlots < 1) {
      missing.add("no replication slot is free");
    }
    return missing.isEmpty() ? "ready for change data capture" : String.join("; ", missing);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException given) {
      // It is gone either way.
    }
  }
}
