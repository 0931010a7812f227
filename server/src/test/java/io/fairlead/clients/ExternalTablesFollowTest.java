package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.SigningSts;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// External tables whose credentials change under them, on a real S3 server that checks signatures.
class ExternalTablesFollowTest {
  private static final int TABLES = 20;
  private static final int ROTATIONS = 50;
  private static final int READERS = 4;

  @TempDir private Path folder;
  private RotatingBucket bucket;
  private RunningServer server;
  private Sql admin;

  ExternalTablesFollowTest() throws Exception {
    bucket = new RotatingBucket("testbucket", "sales-bucket");
  }

  @BeforeEach
  void start() throws Exception {
    bucket.allow("AK1", "first");
    server = RunningServer.in(folder.resolve("data"));
    admin = Sql.to(server);
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    server.close();
    bucket.close();
  }

  private void connection(String name, String id, String secret) throws SQLException {
    admin.execute(
        "CREATE CONNECTION %s STORAGE_TYPE = 's3' ENDPOINT_URL = '%s' ACCESS_KEY_ID = '%s'"
            .formatted(name, bucket.url(), id)
            + " SECRET_ACCESS_KEY = '%s'".formatted(secret));
  }

  /// The seed's first example. The old key is gone before the ALTER: it is needed for nothing.
  @Test
  void rotatedKeys() throws Exception {
    connection("external_table_conn", "AK1", "first");
    admin.execute(
        "CREATE OR REPLACE TABLE external_table_test (id INT, name VARCHAR, age INT)"
            + " 's3://testbucket/13_fuse_external_table/'"
            + " CONNECTION=(connection_name = 'external_table_conn')");
    admin.execute("INSERT INTO external_table_test VALUES (1, 'ann', 30), (2, 'bob', NULL)");
    admin.execute("INSERT INTO external_table_test (name, id) SELECT 'cy', 3");
    List<String> rows = List.of("1 | ann | 30", "2 | bob | null", "3 | cy | null");
    assertEquals(rows, admin.rows("SELECT * FROM external_table_test ORDER BY id"));

    bucket.revoke("AK1");
    bucket.allow("AK2", "second");
    connection("external_table_conn_new", "AK2", "second");
    List<String> notices =
        admin.execute(
            "ALTER TABLE external_table_test"
                + " CONNECTION=( connection_name = 'external_table_conn_new' )");
    assertEquals(
        List.of(
            "table \"external_table_test\" is now version 2: connection changed; nothing depends on"
                + " it"),
        notices);
    assertEquals(rows, admin.rows("SELECT * FROM external_table_test ORDER BY id"));
    admin.execute("INSERT INTO external_table_test VALUES (4, 'di', 1)");
    assertEquals("4", admin.row("SELECT count(*) FROM external_table_test"));
    assertEquals(
        "public | external_table_test", admin.row(
            "SELECT table_schema, table_name FROM information_schema.tables"
                + " WHERE table_name = 'external_table_test'"));
  }

  /// The seed's second example: keys, then a role.
  @Test
  void keysThenRole() throws Exception {
    SigningSts sts = new SigningSts();
    String role = "arn:aws:iam::123456789012:role/databend-access";
    sts.know("ROBOT", "robot-secret", "", "arn:aws:iam::123456789012:user/robot");
    sts.role(role, "arn:aws:iam::123456789012:user/robot", Optional.of("tenant-7"));
    bucket.trust(sts::temporarySecret);
    try (HttpPeer peer = HttpPeer.start(sts)) {
      connection("s3_access_key_conn", "AK1", "first");
      admin.execute(
          "CREATE TABLE sales_data (order_id INT, product_name VARCHAR, quantity INT)"
              + " 's3://sales-bucket/data/'"
              + " CONNECTION=(connection_name = 's3_access_key_conn')");
      admin.execute("INSERT INTO sales_data VALUES (1, 'nut', 7)");
      admin.execute(
          "CREATE CONNECTION s3_role_conn STORAGE_TYPE = 's3' ENDPOINT_URL = '"
              + bucket.url()
              + "' STS_ENDPOINT = 'http://127.0.0.1:"
              + peer.port()
              + "' ACCESS_KEY_ID = 'ROBOT' SECRET_ACCESS_KEY = 'robot-secret' ROLE_ARN = '"
              + role
              + "' EXTERNAL_ID = 'tenant-7'");
      admin.execute("ALTER TABLE sales_data CONNECTION=( connection_name = 's3_role_conn' )");
      bucket.revoke("AK1");
      assertEquals("1 | nut | 7", admin.row("SELECT * FROM sales_data"));
      admin.execute("INSERT INTO sales_data VALUES (2, 'bolt', 8)");
      assertEquals("15", admin.row("SELECT sum(quantity) FROM sales_data"));
      assertTrue(sts.assumed() > 0);
    }
  }

  /// Nothing is stored when the new key does not open the place, and every operation that fails is
  /// told.
  @Test
  void aKeyThatDoesNotOpenThePlace() throws Exception {
    connection("good", "AK1", "first");
    connection("bad", "AK1", "wrong");
    admin.execute(
        "CREATE TABLE t (a INT) 's3://testbucket/t/' CONNECTION = (CONNECTION_NAME = 'good')");
    Sql.Refused refused =
        admin.refused("ALTER TABLE t CONNECTION = (CONNECTION_NAME = 'bad')");
    assertEquals("58000", refused.state());
    assertTrue(refused.message().startsWith("[3901] "), refused.message());
    admin.execute("INSERT INTO t VALUES (1)");
    assertEquals("1", admin.row("SELECT a FROM t"));
    assertEquals(
        List.of("table \"nosuch\" does not exist, skipping"),
        admin.execute("ALTER TABLE IF EXISTS nosuch CONNECTION = (CONNECTION_NAME = 'good')"));
    assertEquals(
        "2BP01", admin.refused("DROP CONNECTION good").state());
  }

  /// The columns of a table may be those of the files that are there, or of a query.
  @Test
  void tablesOverWhatIsThere() throws Exception {
    connection("c", "AK1", "first");
    String at = " 's3://testbucket/there/' CONNECTION = (CONNECTION_NAME = 'c')";
    Sql.Refused empty = admin.refused("CREATE TABLE empty" + at);
    assertEquals("[1005] an external table needs its columns", empty.message());
    admin.execute("CREATE TABLE made" + at + " AS SELECT 1 AS a, 'x' AS b");
    admin.execute("CREATE TABLE seen" + at);
    assertEquals("1 | x", admin.row("SELECT a, b FROM seen"));
    admin.execute("CREATE TABLE IF NOT EXISTS made" + at + " AS SELECT 2 AS a, 'y' AS b");
    assertEquals("1", admin.row("SELECT count(*) FROM made"));
    Sql.Refused unfit = admin.refused("CREATE TABLE unfit (a INT, c DATE)" + at);
    assertTrue(unfit.message().contains("c"), unfit.message());
    admin.execute("CREATE TABLE own (a INT)");
    assertEquals("42P07", admin.refused("CREATE TABLE own (a INT)" + at).state());
    admin.refused("CREATE TABLE broken" + at + " AS SELECT error('no rows') AS a, 'x' AS b");
    assertEquals(
        List.of("made", "own", "seen"),
        admin.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                + " ORDER BY table_name"));
    admin.execute("DROP TABLE seen");
    assertEquals("1", admin.row("SELECT count(*) FROM made"));
  }

  /// A changed connection reaches its tables at once, a pinned one keeps what it had.
  @Test
  void followedAndPinned() throws Exception {
    connection("c", "AK1", "first");
    for (String name : List.of("live", "pinned")) {
      admin.execute(
          "CREATE TABLE %s (a INT) 's3://testbucket/%s/' CONNECTION = (CONNECTION_NAME = 'c')"
              .formatted(name, name));
      admin.execute("INSERT INTO " + name + " VALUES (1)");
    }
    admin.execute("ALTER TABLE pinned PIN VERSION 1");
    bucket.allow("AK2", "second");
    admin.execute(
        "CREATE OR REPLACE CONNECTION c STORAGE_TYPE = 's3' ENDPOINT_URL = '"
            + bucket.url()
            + "' ACCESS_KEY_ID = 'AK2' SECRET_ACCESS_KEY = 'second'");
    bucket.revoke("AK1");
    admin.execute("INSERT INTO live VALUES (2)");
    assertEquals("2", admin.row("SELECT count(*) FROM live"));
    assertThrows(SQLException.class, () -> admin.execute("INSERT INTO pinned VALUES (2)"));
    admin.execute("ALTER TABLE pinned UNPIN");
    admin.execute("INSERT INTO pinned VALUES (2)");
    assertEquals("2", admin.row("SELECT count(*) FROM pinned"));
  }

  /// Readers loop over 20 tables while the key is rotated 50 times, each old one revoked when the
  /// overlap is over: no reader sees an error, and every row is as written.
  @Test
  void readersSeeNoRotation() throws Exception {
    connection("c", "AK1", "first");
    for (int i = 0; i < TABLES; i++) {
      admin.execute(
          "CREATE TABLE t%d (a INT, b VARCHAR) 's3://testbucket/t%d/'".formatted(i, i)
              + " CONNECTION = (CONNECTION_NAME = 'c')");
      admin.execute("INSERT INTO t%d SELECT i, 'row ' || i FROM range(100) r(i)".formatted(i));
    }
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        int first = reader;
        readers.add(threads.submit(() -> read(first, over, reads)));
      }
      try {
        rotate(reads);
      } finally {
        over.set(true);
      }
      for (Future<?> reader : readers) {
        reader.get(5, TimeUnit.MINUTES);
      }
    }
    assertTrue(reads.get() > ROTATIONS, reads + " reads");
    for (int i = 0; i < TABLES; i++) {
      assertEquals("100 | 4950", admin.row("SELECT count(*), sum(a) FROM t" + i));
    }
  }

  private Object read(int first, AtomicBoolean over, AtomicInteger reads) throws SQLException {
    try (Sql reader = Sql.to(server)) {
      for (int i = first; !over.get(); i++) {
        assertEquals(
            "100 | 4950 | row 99",
            reader.row("SELECT count(*), sum(a), max(b) FROM t" + i % TABLES));
        reads.incrementAndGet();
      }
    }
    return reads;
  }

  private void rotate(AtomicInteger reads) throws Exception {
    for (int i = 2; i < ROTATIONS + 2; i++) {
      int before = reads.get();
      admin.execute(
          "ALTER CONNECTION c SET OPTION access_key_id = 'AK%d'".formatted(i)
              + " SET OPTION secret_access_key = 'secret%d' WITH (OVERLAP = '1 hour')".formatted(i));
      bucket.allow("AK" + i, "secret" + i);
      awaitReads(reads, before + READERS);
      admin.execute("CREATE TABLE proof (a INT) 's3://testbucket/proof/'"
          + " CONNECTION = (CONNECTION_NAME = 'c')");
      admin.execute("DROP TABLE proof");
      bucket.revoke("AK" + (i - 1));
      awaitReads(reads, reads.get() + READERS);
    }
  }

  private static void awaitReads(AtomicInteger reads, int most) throws InterruptedException {
    for (int i = 0; i < 6000 && reads.get() < most; i++) {
      Thread.sleep(10);
    }
    assertTrue(reads.get() >= most, "the readers do not get on");
  }
}
