package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SSH tunnels as people use them: SQL on one side, OpenSSH's own server and a real PostgreSQL on the
/// other.
class OpenSshTest {
  @TempDir Path folder = Path.of("");
  private Sshd sshd;
  private RunningServer server;
  private Sql sql;

  @BeforeEach
  void start() throws Exception {
    sshd = Sshd.start(Files.createDirectory(folder.resolve("sshd")));
    server = RunningServer.in(folder.resolve("data"));
    sql = Sql.to(server);
    sql.execute(
        "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER '%s')"
            .formatted(sshd.port(), Sshd.user()));
  }

  @AfterEach
  void stop() throws Exception {
    sql.close();
    server.close();
    sshd.close();
  }

  private String key(int number) throws Exception {
    return sql.row(
        "SELECT k.public_key_%d FROM mz_ssh_tunnel_connections k JOIN mz_connections c USING (id)"
            .formatted(number)
            + " WHERE c.name = 't'");
  }

  private String definition() throws Exception {
    return sql.row("SHOW CREATE CONNECTION t");
  }

  private String createPostgres(EmbeddedPostgres postgres, String more) {
    return "CREATE CONNECTION pg TO POSTGRES"
        + " (HOST 'localhost', PORT %d, USER 'postgres', DATABASE 'postgres'%s)"
            .formatted(postgres.getPort(), more);
  }

  private static EmbeddedPostgres postgres() throws Exception {
    return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
  }

  @Test
  void validatingRecordsTheHostKeyAsANewVersion() throws Exception {
    Sql.Refused early = sql.refused("VALIDATE CONNECTION t");
    assertEquals("58000", early.state());
    assertTrue(early.message().contains("at step \"sign in\""), early.toString());
    assertFalse(definition().contains("HOST KEY"), definition());

    sshd.authorize(key(1), key(2));
    sql.execute("VALIDATE CONNECTION t");
    assertTrue(definition().contains("HOST KEY = '" + sshd.hostKey() + "'"), definition());
    List<String> versions = sql.rows("SHOW HISTORY OF CONNECTION t");
    assertEquals(2, versions.size(), versions.toString());
    sql.execute("VALIDATE CONNECTION t");
    assertEquals(versions, sql.rows("SHOW HISTORY OF CONNECTION t"), "nothing new was learned");
  }

  @Test
  void aChangedHostKeyIsRefusedUntilItIsSetAnew() throws Exception {
    sshd.authorize(key(1));
    sql.execute("VALIDATE CONNECTION t");
    String before = definition();
    sshd.restartWithAnotherHostKey();
    Sql.Refused refused = sql.refused("VALIDATE CONNECTION t");
    assertEquals("58000", refused.state());
    assertTrue(refused.message().contains("at step \"host key\""), refused.toString());
    assertEquals(before, definition());
    sql.execute("ALTER CONNECTION t RESET (HOST KEY) WITH (VALIDATE = true)");
    assertTrue(definition().contains(sshd.hostKey()), definition());
  }

  @Test
  void postgresThroughTheTunnelKeepsConnectingAfterARotation() throws Exception {
    try (EmbeddedPostgres postgres = postgres()) {
      String first = key(1);
      String second = key(2);
      sshd.authorize(first, second);
      sql.execute(createPostgres(postgres, ", SSH TUNNEL t"));

      sql.execute("ALTER CONNECTION t ROTATE KEYS");
      assertEquals(second, key(1), "the second key is the first now");
      assertNotEquals(first, key(2));
      assertNotEquals(second, key(2));
      sshd.authorize(second);
      sql.execute("VALIDATE CONNECTION pg");
      sshd.authorize(key(2));
      sql.execute("VALIDATE CONNECTION pg");

      sshd.authorize(first);
      Sql.Refused locked = sql.refused("VALIDATE CONNECTION pg");
      assertEquals("58000", locked.state());
      assertTrue(locked.message().contains("sign in"), locked.toString());
    }
  }

  @Test
  void aTunnelIsAddedToAndTakenFromALiveConnection() throws Exception {
    try (EmbeddedPostgres postgres = postgres()) {
      sshd.authorize(key(1));
      sql.execute(createPostgres(postgres, ""));
      List<String> notices = sql.execute("ALTER CONNECTION pg SET (SSH TUNNEL t)");
      assertTrue(notices.getFirst().contains("SSH TUNNEL set"), notices.toString());

      Sql.Refused used = sql.refused("DROP CONNECTION t");
      assertEquals("2BP01", used.state());
      assertTrue((used.message() + used.detail()).contains("pg"), used.toString());
      assertEquals(
          List.of("1"), sql.rows("SELECT count(*) FROM mz_internal.mz_object_dependencies"));

      sshd.authorize();
      sql.refused("VALIDATE CONNECTION pg");
      sql.execute("ALTER CONNECTION pg RESET (SSH TUNNEL)");
      sql.execute("VALIDATE CONNECTION pg");
      sql.execute("DROP CONNECTION t");
      assertEquals(List.of("pg"), sql.rows("SELECT name FROM mz_connections"));
    }
  }

  @Test
  void rotatingIsForTunnelsAlone() throws Exception {
    sql.execute(
        "CREATE CONNECTION pg TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd')"
            + " WITH (VALIDATE = false)");
    Sql.Refused refused = sql.refused("ALTER CONNECTION pg ROTATE KEYS");
    assertEquals("42809", refused.state());
    assertTrue(refused.hint().contains("SSH TUNNEL"), refused.toString());
  }

  @Test
  void keysAndHostKeySurviveARestart() throws Exception {
    sshd.authorize(key(1));
    sql.execute("VALIDATE CONNECTION t");
    String before = definition();
    sql.close();
    server.close();
    server = RunningServer.in(folder.resolve("data"));
    sql = Sql.to(server);
    assertEquals(before, definition());
    sql.execute("VALIDATE CONNECTION t");
  }
}
