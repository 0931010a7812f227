package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.connector.Workbench;
import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys rotate and tunnels come and go while queries run without a pause through OpenSSH's own server
/// to a real PostgreSQL: not one of them fails.
class RotationUnderTrafficTest {
  private static final int CLIENTS = 8;
  private static final int ROTATIONS = 5;
  private static final String QUERY = "SELECT * FROM remote_query('pg', 'SELECT 1 AS one')";

  @TempDir Path folder = Path.of("");
  private Sshd sshd;
  private EmbeddedPostgres postgres;
  private RunningServer server;
  private Sql sql;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final Semaphore answers = new Semaphore(0);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    sshd = Sshd.start(Files.createDirectory(folder.resolve("sshd")));
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
    server = RunningServer.in(folder.resolve("data"));
    sql = Sql.to(server);
    sql.execute(
        "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER '%s')"
            .formatted(sshd.port(), Sshd.user()));
    sshd.authorize(key(1));
    sql.execute(
        "CREATE CONNECTION pg TO POSTGRES (HOST 'localhost', PORT %d, USER 'postgres',"
            .formatted(postgres.getPort())
            + " DATABASE 'postgres', SSH TUNNEL t)");
  }

  @AfterEach
  void end() throws Exception {
    stop.set(true);
    for (Thread client : clients) {
      client.join();
    }
    sql.close();
    server.close();
    postgres.close();
    sshd.close();
  }

  private String key(int number) throws SQLException {
    return sql.row("SELECT public_key_%d FROM mz_ssh_tunnel_connections".formatted(number));
  }

  private void startClients() throws SQLException {
    for (int i = 0; i < CLIENTS; i++) {
      Sql session = Sql.to(server);
      clients.add(Thread.startVirtualThread(() -> ask(session)));
    }
  }

  private void ask(Sql session) {
    try (session) {
      while (!stop.get()) {
        assertEquals("1", session.row(QUERY));
        answers.release();
      }
    } catch (SQLException | AssertionError failure) {
      failures.add(String.valueOf(failure));
    }
  }

  /// As many answers as there are clients.
  private void letTrafficPass() throws InterruptedException {
    answers.drainPermits();
    boolean passed =
        answers.tryAcquire(CLIENTS, Workbench.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertEquals(List.of(), List.copyOf(failures));
    assertTrue(passed, "the traffic has stopped");
  }

  @Test
  void noQueryFailsThroughoutFiveRotations() throws Exception {
    startClients();
    letTrafficPass();
    for (int rotation = 0; rotation < ROTATIONS; rotation++) {
      String first = key(1);
      String second = key(2);
      Sql.Refused early = sql.refused("ALTER CONNECTION t ROTATE KEYS");
      assertEquals("58000", early.state());
      assertTrue(early.hint().contains("PUBLIC KEY 2"), early.toString());
      assertTrue(early.hint().contains("WITH (FORCE)"), early.toString());
      assertEquals(first, key(1));
      assertEquals(second, key(2));
      sshd.authorize(first, second);
      letTrafficPass();
      sql.execute("ALTER CONNECTION t ROTATE KEYS");
      assertEquals(second, key(1));
      assertNotEquals(first, key(2));
      letTrafficPass();
      sshd.authorize(second);
      letTrafficPass();
      sshd.authorize(second, key(2));
      letTrafficPass();
      sshd.authorize(key(1));
      letTrafficPass();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void theTunnelOfALiveConnectionIsTakenAwayAndPutBack() throws Exception {
    startClients();
    for (int i = 0; i < 3; i++) {
      letTrafficPass();
      sql.execute("ALTER CONNECTION pg RESET (SSH TUNNEL)");
      letTrafficPass();
      sql.execute("ALTER CONNECTION pg SET (SSH TUNNEL t)");
    }
    letTrafficPass();
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void aRotationThatNobodyCouldFollowTakesForce() throws Exception {
    String second = key(2);
    sql.execute("ALTER CONNECTION t ROTATE KEYS WITH (FORCE)");
    assertEquals(second, key(1));
    Sql.Refused locked = sql.refused(QUERY);
    assertEquals("08001", locked.state());
    sshd.authorize(second);
    // A refused key is shown again after its step, not at once.
    Thread.sleep(Limits.CREDENTIAL_STEP);
    assertEquals("1", sql.row(QUERY));
    sshd.close();
    Sql.Refused unreachable = sql.refused("ALTER CONNECTION t ROTATE KEYS");
    assertEquals("58000", unreachable.state());
    sql.execute("ALTER CONNECTION t ROTATE KEYS WITH (FORCE)");
  }

  @Test
  void aTunnelThatBreaksIsToldAndTheNextQueryOpensANewOne() throws Exception {
    assertEquals("1", sql.row(QUERY));
    sshd.cutConnections();
    assertEquals("1", sql.row(QUERY), "the dead link was not handed out");
  }
}
