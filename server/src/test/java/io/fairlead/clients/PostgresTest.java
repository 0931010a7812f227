package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.RoguePeer;
import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL connections through SQL: a real PostgreSQL, and a host that accepts and never answers.
class PostgresTest {
  private static final String RULES = "host all app 127.0.0.1/32 scram-sha-256\n";

  @TempDir Path folder = Path.of("");

  private static void prepare(EmbeddedPostgres postgres) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD 'right'");
      var rows = statement.executeQuery("SHOW hba_file");
      rows.next();
      Path rules = Path.of(rows.getString(1));
      Files.writeString(rules, RULES + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @Test
  void aWrongPasswordFailsAtSignInAndTheRightOnePasses() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      prepare(postgres);
      sql.execute("CREATE SECRET pw AS 'right'");
      sql.execute(
          """
          CREATE CONNECTION pg TO POSTGRES
            (HOST '127.0.0.1', PORT %d, USER 'app', PASSWORD SECRET pw, DATABASE 'postgres')
          """
              .formatted(postgres.getPort()));
      sql.execute("ALTER SECRET pw AS 'not-the-right-one'");
      Sql.Refused refused = sql.refused("VALIDATE CONNECTION pg");
      assertEquals("58000", refused.state());
      assertTrue(refused.message().contains("at step \"sign in\""), refused.toString());
      assertFalse(refused.toString().contains("not-the-right-one"), refused.toString());
      sql.execute("ALTER SECRET pw AS 'right'");
      sql.execute("VALIDATE CONNECTION pg");
    }
  }

  /// The probe stays in its step for as long as the peer is silent, so all that finishes meanwhile
  /// has finished beside it.
  @Test
  void aProbeOfASilentHostHoldsNobodyUp() throws Exception {
    try (RoguePeer silent = RoguePeer.start(RoguePeer.Behaviour.SILENT);
        RunningServer server = RunningServer.in(folder);
        ExecutorService probing = Executors.newVirtualThreadPerTaskExecutor();
        Sql waiting = Sql.to(server);
        Sql sql = Sql.to(server)) {
      String create =
          "CREATE CONNECTION hung TO POSTGRES (HOST '127.0.0.1', PORT %d, USER 'u', DATABASE 'd')"
              .formatted(silent.port());
      Future<Sql.Refused> probe = probing.submit(() -> waiting.refused(create));
      silent.awaitCaller();
      sql.execute("CREATE SECRET s AS 'x'");
      sql.execute(
          "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd')"
              + " WITH (VALIDATE = false)");
      sql.execute("ALTER CONNECTION c SET (HOST 'h2') WITH (VALIDATE = false)");
      assertEquals("c", sql.row("SELECT name FROM mz_connections"));
      assertFalse(probe.isDone(), "the probe is still running");
      Sql.Refused ended = probe.get();
      assertEquals("58000", ended.state());
      assertTrue(ended.message().contains("\"hung\""), ended.toString());
      assertEquals("c", sql.row("SELECT name FROM mz_connections"));
    }
  }

  @Test
  void aProbeEndsWhenItsSessionCancels() throws Exception {
    try (RoguePeer silent = RoguePeer.start(RoguePeer.Behaviour.SILENT);
        RunningServer server = RunningServer.in(folder);
        ExecutorService probing = Executors.newVirtualThreadPerTaskExecutor();
        Sql sql = Sql.to(server);
        Statement statement = sql.connection().createStatement()) {
      String create =
          "CREATE CONNECTION hung TO POSTGRES (HOST '127.0.0.1', PORT %d, USER 'u', DATABASE 'd')"
              .formatted(silent.port());
      Future<Boolean> probe = probing.submit(() -> statement.execute(create));
      silent.awaitCaller();
      statement.cancel();
      ExecutionException ended = assertThrows(ExecutionException.class, probe::get);
      assertEquals("57014", assertInstanceOf(SQLException.class, ended.getCause()).getSQLState());
      assertEquals("1", sql.row("SELECT 1"));
    }
  }
}
