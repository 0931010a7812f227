package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fairlead.connector.Workbench;
import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

/// An application's pool of eight over `jdbc:fairlead:` runs queries without a pause on a real
/// PostgreSQL while its password is rotated, and while the server of its connections goes away.
class ApplicationsFollowTest {
  private static final int POOL = 8;
  private static final int ROTATIONS = 10;

  @TempDir Path folder = Path.of("");
  private EmbeddedPostgres postgres;
  private RunningServer server;
  private Sql sql;
  private HikariDataSource pool;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final Semaphore answers = new Semaphore(0);
  private final Semaphore failed = new Semaphore(0);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> application = new ArrayList<>();
  private int httpPort;

  @BeforeEach
  void start() throws Exception {
    // Its own users sign in without a password; this one may not.
    postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(2))
            .setServerConfig("password_encryption", "scram-sha-256")
            .start();
    onDatabase("CREATE ROLE app LOGIN PASSWORD 'p0'");
    Path hba = Path.of(onDatabase("SHOW hba_file"));
    Files.writeString(
        hba,
        "host all app 127.0.0.1/32 scram-sha-256\nhost all app ::1/128 scram-sha-256\n"
            + Files.readString(hba));
    onDatabase("SELECT pg_reload_conf()::text");
    httpPort = free();
    startServer();
    sql.execute("CREATE SECRET pw AS 'p0'");
    sql.execute(
        "CREATE CONNECTION shop TO POSTGRES (HOST 'localhost', PORT %d, USER 'app',"
            .formatted(postgres.getPort())
            + " DATABASE 'postgres', PASSWORD SECRET pw)");
    pool = pool(Duration.ofSeconds(30));
  }

  private void startServer() throws Exception {
    server = RunningServer.at(folder.resolve("data"), httpPort);
    sql = Sql.to(server);
  }

  private static int free() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private HikariDataSource pool(Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:fairlead://127.0.0.1:%d/shop?plain=true".formatted(httpPort));
    config.setUsername("admin");
    config.setPassword(RunningServer.PASSWORD);
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(patience.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @AfterEach
  void end() throws Exception {
    stop.set(true);
    for (Thread thread : application) {
      thread.join();
    }
    pool.close();
    sql.close();
    server.close();
    postgres.close();
  }

  private String onDatabase(String text) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(text)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void startApplication(HikariDataSource source) {
    for (int i = 0; i < POOL; i++) {
      application.add(Thread.ofPlatform().start(() -> ask(source)));
    }
  }

  private void ask(HikariDataSource source) {
    while (!stop.get()) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT current_user")) {
        row.next();
        assertEquals("app", row.getString(1));
        answers.release();
      } catch (SQLException | AssertionError failure) {
        failures.add(String.valueOf(failure));
        failed.release();
      }
    }
  }

  private void letTrafficPass() throws InterruptedException {
    answers.drainPermits();
    assertTrue(
        answers.tryAcquire(4 * POOL, Workbench.PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
        "the traffic has stopped: " + failures);
  }

  /// Every connection of the pool is made anew soon.
  private void renewConnections(HikariDataSource source) {
    source.getHikariPoolMXBean().softEvictConnections();
  }

  @Test
  void noQueryFailsThroughoutTenRotationsWithOverlap() throws Exception {
    startApplication(pool);
    letTrafficPass();
    for (int i = 1; i <= ROTATIONS; i++) {
      String password = "p" + i;
      if (i % 2 == 0) {
        sql.execute("ALTER SECRET pw AS '" + password + "' WITH (OVERLAP = '15 minutes')");
        renewConnections(pool);
        letTrafficPass();
      } else {
        sql.execute("CREATE SECRET pw" + i + " AS '" + password + "'");
        sql.execute(
            "ALTER CONNECTION shop SET (PASSWORD SECRET pw%d) WITH (VALIDATE = false, OVERLAP = '15 minutes')"
                .formatted(i));
        renewConnections(pool);
        letTrafficPass();
        onDatabase("ALTER ROLE app PASSWORD '" + password + "'");
        renewConnections(pool);
        letTrafficPass();
        sql.execute("ALTER SECRET pw AS '" + password + "'");
        sql.execute(
            "ALTER CONNECTION shop SET (PASSWORD SECRET pw) WITH (VALIDATE = false, OVERLAP = '15 minutes')");
      }
      onDatabase("ALTER ROLE app PASSWORD '" + password + "'");
      renewConnections(pool);
      letTrafficPass();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void withoutOverlapQueriesFailAndThePoolRecoversByItself() throws Exception {
    try (HikariDataSource impatient = pool(Duration.ofMillis(250))) {
      startApplication(impatient);
      letTrafficPass();
      onDatabase("ALTER ROLE app PASSWORD 'p1'");
      renewConnections(impatient);
      assertTrue(
          failed.tryAcquire(Workbench.PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "none failed");
      sql.execute("ALTER SECRET pw AS 'p1'");
      letTrafficPass();
      stop.set(true);
      for (Thread thread : application) {
        thread.join();
      }
    }
  }

  @Test
  void openConnectionsGoOnWithoutTheServerAndNewOnesWaitForIt() throws Exception {
    startApplication(pool);
    letTrafficPass();
    sql.close();
    server.close();
    letTrafficPass();
    assertEquals(List.of(), List.copyOf(failures), "open connections need no server");
    renewConnections(pool);
    startServer();
    letTrafficPass();
    assertEquals(List.of(), List.copyOf(failures), "new ones waited for it");
  }
}
