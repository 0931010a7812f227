package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Workbench;
import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// `remote_query` on a real PostgreSQL, and what becomes of its links when the catalog changes.
class LiveLinksTest {
  private static final String RULES =
      "host all app 127.0.0.1/32 scram-sha-256\nhost all app2 127.0.0.1/32 scram-sha-256\n";
  private static final String BACKEND = "SELECT pg_backend_pid() AS pid";

  private static @Nullable EmbeddedPostgres started;

  @TempDir Path folder = Path.of("");
  private RunningServer server;
  private Sql sql;

  @BeforeAll
  static void startPostgres() throws Exception {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
    started = postgres;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD 'first'");
      statement.execute("CREATE ROLE app2 LOGIN PASSWORD 'other'");
      statement.execute("CREATE TABLE written (a int)");
      statement.execute("GRANT ALL ON written TO app");
      ResultSet rows = statement.executeQuery("SHOW hba_file");
      rows.next();
      Path rules = Path.of(rows.getString(1));
      Files.writeString(rules, RULES + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    remote("ALTER ROLE app PASSWORD 'first'");
    server = RunningServer.in(folder);
    sql = Sql.to(server);
    sql.execute("CREATE SECRET pw AS 'first'");
    sql.execute(
        "CREATE CONNECTION shop TO POSTGRES (HOST '127.0.0.1', PORT %d, USER 'app',"
            .formatted(postgres().getPort())
            + " PASSWORD SECRET pw, DATABASE 'postgres')");
  }

  @AfterEach
  void stop() throws Exception {
    sql.close();
    server.close();
  }

  private static EmbeddedPostgres postgres() {
    return java.util.Objects.requireNonNull(started);
  }

  private static void remote(String statement) throws SQLException {
    try (Connection connection = postgres().getPostgresDatabase().getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static long remoteCount(String query) throws SQLException {
    try (Connection connection = postgres().getPostgresDatabase().getConnection();
        Statement run = connection.createStatement();
        ResultSet row = run.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String on(String connection, String query) {
    return "SELECT * FROM remote_query('" + connection + "', '" + query.replace("'", "''") + "')";
  }

  private String backend() throws SQLException {
    return sql.row(on("shop", BACKEND));
  }

  @Test
  void columnsHaveTheTypesOfTheRemote() throws Exception {
    String query =
        "SELECT true AS b, 1::int2 AS s, 2 AS i, 3::int8 AS l, 1.5::float4 AS f, 2.5::float8 AS d,"
            + " 12.50::numeric(10,2) AS n, 1e40::numeric AS big, date '2026-11-25' AS day,"
            + " timestamp '2026-11-25 12:00:01.5' AS t, timestamptz '2026-11-25 12:00+02' AS z,"
            + " 'x?'::text AS x, '{1,2}'::int[] AS a, '{\"k\": 1}'::jsonb ? 'k' AS has, NULL::int AS nil";
    try (Statement statement = sql.connection().createStatement();
        ResultSet rows = statement.executeQuery(on("shop", query))) {
      List<String> types = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        types.add(
            rows.getMetaData().getColumnName(i) + " " + rows.getMetaData().getColumnTypeName(i));
      }
      assertEquals(
          "[b bool, s int2, i int4, l int8, f float4, d float8, n numeric, big text, day date,"
              + " t timestamp, z timestamptz, x text, a text, has bool, nil int4]",
          types.toString());
      assertTrue(rows.next());
      assertEquals("12.50", rows.getString("n"));
      assertEquals("1" + "0".repeat(40), rows.getString("big"));
      assertEquals("2026-11-25", rows.getString("day"));
      assertEquals("2026-11-25 12:00:01.5", rows.getString("t"));
      assertEquals("2026-11-25 10:00:00+00", rows.getString("z"));
      assertEquals("x?", rows.getString("x"));
      assertEquals("{1,2}", rows.getString("a"));
      assertEquals("t", rows.getString("has"));
      assertEquals(null, rows.getString("nil"));
    }
  }

  @Test
  void manyRowsComeAndJoinWithLocalOnes() throws Exception {
    String many = on("shop", "SELECT g AS id, repeat('x', 100) AS t FROM generate_series(1, 50000) g");
    assertEquals("50000 | 5000000", sql.row("SELECT count(*), sum(length(t)) FROM (" + many + ")"));
    sql.execute("CREATE TABLE local (id int)");
    sql.execute("INSERT INTO local VALUES (7), (8), (60000)");
    assertEquals("2", sql.row("SELECT count(*) FROM local JOIN (" + many + ") AS r USING (id)"));
    sql.execute("CREATE VIEW numbers AS " + many);
    assertEquals("50000", sql.row("SELECT count(*) FROM numbers"));
    assertEquals(3, sql.rows("SELECT * FROM numbers LIMIT 3").size());
    sql.execute("INSERT INTO local SELECT id FROM numbers WHERE id > 49990");
    assertEquals("13", sql.row("SELECT count(*) FROM local"));
  }

  @Test
  void linksAreUsedAgainAndNothingOfAQueryIsLeftInThem() throws Exception {
    String first = backend();
    assertEquals(first, backend());
    sql.rows(on("shop", "SELECT set_config('search_path', 'evil', false)"));
    sql.rows(on("shop", "SELECT pg_advisory_lock(42)"));
    assertEquals(first, backend());
    assertNotEquals("evil", sql.row(on("shop", "SELECT current_setting('search_path')")));
    assertEquals(0, remoteCount("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
  }

  @Test
  void refusalsTellTheStateAndNeverTheWordsOfTheRemote() throws Exception {
    Sql.Refused missing = sql.refused(on("shop", "SELECT * FROM not_there_hunter2"));
    assertEquals("58000", missing.state());
    assertTrue(missing.message().contains("SQLSTATE 42P01"), missing.toString());
    assertTrue(missing.detail().contains("character 15"), missing.toString());
    assertFalse(missing.toString().contains("hunter2"), missing.toString());
    Sql.Refused cast = sql.refused(on("shop", "SELECT current_user::text::int"));
    assertTrue(cast.message().contains("SQLSTATE 22P02"), cast.toString());
    assertFalse(cast.toString().contains("app"), cast.toString());
    assertEquals("0A000", sql.refused(on("shop", "SELECT 1; SELECT 2")).state());
    assertEquals("0A000", sql.refused(on("shop", "LISTEN x")).state());
    assertEquals("0A000", sql.refused(on("shop", "")).state());
    Sql.Refused written = sql.refused(on("shop", "INSERT INTO written VALUES (1) RETURNING a"));
    assertTrue(written.message().contains("SQLSTATE 25006"), written.toString());
    assertEquals(0, remoteCount("SELECT count(*) FROM written"));
    assertEquals("42704", sql.refused(on("nowhere", "SELECT 1")).state());
    assertEquals("1", sql.row(on("fairlead.public.shop", "SELECT 1;")));
  }

  @Test
  void onlyWhoMayUseTheConnectionMayAsk() throws Exception {
    sql.execute("CREATE ROLE dev LOGIN PASSWORD 'dev-password'");
    sql.execute("CREATE VIEW through AS " + on("shop", "SELECT 1 AS one"));
    try (Sql dev = new Sql(server.connect("dev", "dev-password"))) {
      assertEquals("42501", dev.refused(on("shop", "SELECT 1")).state());
      assertEquals("42501", dev.refused("SELECT * FROM through").state());
      sql.execute("GRANT admin TO dev");
      assertEquals("1", dev.row("SELECT * FROM through"));
    }
  }

  @Test
  void aCancelEndsTheQueryHereAndThere() throws Exception {
    try (ExecutorService running = Executors.newVirtualThreadPerTaskExecutor();
        Statement statement = sql.connection().createStatement()) {
      Future<Boolean> query =
          running.submit(() -> statement.execute(on("shop", "SELECT pg_sleep(3600)::text")));
      String asleep =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND usename = 'app'";
      awaitRemote(asleep, 1);
      // A query of the test before may still be asleep: then this one has not begun, and there is
      // nothing to cancel yet.
      while (!query.isDone()) {
        statement.cancel();
        Thread.sleep(10);
      }
      ExecutionException ended = assertThrows(ExecutionException.class, query::get);
      assertTrue(
          ended.getCause() instanceof SQLException failure
              && "57014".equals(failure.getSQLState()),
          String.valueOf(ended.getCause()));
      awaitRemote(asleep, 0);
      assertEquals("1", sql.row(on("shop", "SELECT 1")));
    }
  }

  @Test
  void waitingQueriesLeaveLocalOnesTheirThreads() throws Exception {
    int sleepers = Limits.LINKS_PER_CONNECTION;
    List<Sql> sessions = new ArrayList<>();
    List<Future<?>> queries = new ArrayList<>();
    try (ExecutorService running = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < sleepers; i++) {
        Sql session = Sql.to(server);
        sessions.add(session);
        queries.add(
            running.submit(
                () ->
                    assertEquals(
                        "57014",
                        session.refused(on("shop", "SELECT pg_sleep(3600)::text")).state())));
      }
      String asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
      try {
        awaitRemote(asleep, sleepers);
        assertEquals("1", sql.row("SELECT count(*) FROM mz_connections"));
      } finally {
        for (Sql session : sessions) {
          session.connection().unwrap(org.postgresql.PGConnection.class).cancelQuery();
        }
      }
      for (Future<?> query : queries) {
        query.get();
      }
    } finally {
      for (Sql session : sessions) {
        session.close();
      }
    }
  }

  @Test
  void alteringTheConnectionMovesTheNextQueryAndARenameMovesNone() throws Exception {
    String first = backend();
    sql.execute("COMMENT ON CONNECTION shop IS 'orders'");
    sql.execute("ALTER CONNECTION shop RENAME TO store");
    sql.execute("ALTER CONNECTION store RENAME TO shop");
    assertEquals(first, backend());
    sql.execute("CREATE SECRET pw2 AS 'other'");
    sql.execute("ALTER CONNECTION shop SET (USER 'app2', PASSWORD SECRET pw2)");
    assertNotEquals(first, backend());
    assertEquals("app2", sql.row(on("shop", "SELECT current_user::text")));
    awaitLinksOf("app", 0);
  }

  @Test
  void alteringASecretReachesEverythingThatUsesIt() throws Exception {
    sql.execute(
        "CREATE CONNECTION pinned TO POSTGRES (HOST '127.0.0.1', PORT %d, USER 'app',"
            .formatted(postgres().getPort())
            + " PASSWORD SECRET pw, DATABASE 'postgres') WITH (VALIDATE = false)");
    String first = backend();
    remote("ALTER ROLE app PASSWORD 'second'");
    assertEquals(first, backend(), "a link that is signed in stays so");
    assertEquals("not since start", secretsOf("pinned").replaceFirst("pw ", ""));
    assertTrue(secretsOf("shop").startsWith("pw 1 of 1 (2"), secretsOf("shop"));

    sql.execute("ALTER SECRET pw AS 'second'");
    assertTrue(secretsOf("shop").startsWith("pw 1 of 2 (2"), secretsOf("shop"));
    awaitLinksOf("app", 0);
    assertNotEquals(first, backend());
    assertTrue(secretsOf("shop").startsWith("pw 2 of 2 (2"), secretsOf("shop"));
    assertEquals(
        "password | pw | null | 2 | 2 | link",
        sql.row(
            "SELECT option, secret, pinned_version, current_version, last_version, last_by"
                + " FROM mz_internal.fl_connection_secrets WHERE connection = 'shop'"));
    sql.execute("VALIDATE CONNECTION pinned");
    assertEquals(
        "2 | probe | t",
        sql.row(
            "SELECT last_version, last_by, last_at <= now()"
                + " FROM mz_internal.fl_connection_secrets WHERE connection = 'pinned'"));
  }

  @Test
  void aSignInThatFailsLeavesNoTraceInTheStatus() throws Exception {
    backend();
    sql.execute("ALTER SECRET pw AS 'wrong'");
    Sql.Refused refused = sql.refused(on("shop", "SELECT 1"));
    assertEquals("08001", refused.state());
    assertTrue(refused.message().contains("password authentication failed"), refused.toString());
    assertFalse(refused.toString().contains("wrong"), refused.toString());
    assertTrue(secretsOf("shop").startsWith("pw 1 of 2 (2"), secretsOf("shop"));
  }

  @Test
  void aServerThatGoesAwayIsToldAndTheNextQueryOpensANewLink() throws Exception {
    String first = backend();
    remote("SELECT pg_terminate_backend(" + first + ")");
    assertNotEquals(first, backend());
    Sql.Refused lost =
        sql.refused(on("shop", "SELECT pg_terminate_backend(pg_backend_pid())::text"));
    assertEquals("08006", lost.state());
    assertEquals("1", sql.row(on("shop", "SELECT 1")));
  }

  @Test
  void aBlockSeesTheCommittedConnections() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE kept (a int)");
      statement.execute("INSERT INTO kept " + on("shop", "SELECT 1 AS a"));
      connection.commit();
      connection.setAutoCommit(true);
    }
    assertEquals("1", sql.row("SELECT a FROM kept"));
  }

  @Test
  void columnsOfARemoteQuery() throws Exception {
    String one = "SELECT 0 AS c";
    for (int more = 0; more <= 1; more++) {
      StringBuilder columns = new StringBuilder(one);
      for (int i = 1; i < Limits.REMOTE_COLUMNS + more; i++) {
        columns.append(", ").append(i).append(" AS c").append(i);
      }
      String counted = "SELECT c" + (Limits.REMOTE_COLUMNS - 1) + " FROM ";
      String query = "remote_query('shop', '" + columns + "')";
      if (more == 0) {
        assertEquals(String.valueOf(Limits.REMOTE_COLUMNS - 1), sql.row(counted + query));
      } else {
        assertEquals("0A000", sql.refused(counted + query).state());
      }
    }
  }

  @Test
  void bytesOfABatchFromALink() throws Exception {
    String length = "SELECT length(x) FROM remote_query('shop', 'SELECT repeat(''x'', %d) AS x')";
    int most = Limits.LINK_BATCH_BYTES - 1024;
    assertEquals(String.valueOf(most), sql.row(length.formatted(most)));
    sql.refused(length.formatted(Limits.LINK_BATCH_BYTES + 1));
    assertEquals("1", sql.row(on("shop", "SELECT 1")));
  }

  private String secretsOf(String connection) throws SQLException {
    return sql.row(
        "SELECT secrets FROM mz_internal.fl_show_connections WHERE name = '" + connection + "'");
  }

  /// The pool gives up links soon after the commit.
  private static void awaitLinksOf(String role, int count) throws SQLException {
    String links =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'fairlead' AND usename = '"
            + role
            + "'";
    awaitRemote(links, count);
  }

  private static void awaitRemote(String query, int count) throws SQLException {
    Deadline patience = Deadline.after(Workbench.PATIENCE, System::nanoTime);
    while (remoteCount(query) != count) {
      assertFalse(patience.hasPassed(), "never " + count + ": " + query);
    }
  }
}
