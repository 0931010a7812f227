package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.fairlead.connector.WebServer;
import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What else SingleStore says to pipelines, over files of a real S3 server and topics of real brokers.
class PipelineWordsTest {
  @TempDir Path folder = Path.of("");

  /// The steps of a result without the times.
  private static List<String> steps(List<String> rows) {
    return rows.stream().map(row -> row.substring(0, row.lastIndexOf(" | "))).toList();
  }

  @Test
  void aProfileMeasuresABatchAndKeepsNothing() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      PipelinesTest.link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      PipelinesTest.lines(sql, "a.csv", "1,one", "2,two");
      PipelinesTest.lines(sql, "b.csv", "3,three", "4,four", "5,five");
      sql.execute(
          PipelinesTest.FROM_FILES.formatted("MAX_PARTITIONS_PER_BATCH 1") + " WHERE n <> 2");
      assertEquals(List.of(), sql.rows("SHOW PROFILE PIPELINE p"));
      List<String> rows = sql.rows("PROFILE PIPELINE p");
      assertEquals(
          List.of("list | 2 | 0 | 0", "fetch | 1 | 0 | 12", "parse | 1 | 2 | 12", "write | 1 | 1 | 0"),
          steps(rows));
      assertEquals(rows, sql.rows("SHOW PROFILE PIPELINE p"));
      assertEquals("0 | null", sql.row(PipelinesTest.COUNTS));
      assertEquals("p | Stopped | False", sql.row("SHOW PIPELINES"));
      assertEquals(List.of(), sql.rows("SELECT * FROM information_schema.PIPELINES_FILES"));
      assertEquals(List.of(), sql.rows("SELECT * FROM information_schema.PIPELINES_BATCHES"));
      sql.execute("START PIPELINE p");
      assertEquals("2BP01", sql.refused("PROFILE PIPELINE p").state());
      PipelinesTest.await(sql, PipelinesTest.COUNTS, "4 | 13");
      sql.execute("STOP PIPELINE p");
      assertEquals(
          List.of("list | 0 | 0 | 0", "fetch | 0 | 0 | 0", "parse | 0 | 0 | 0", "write | 0 | 0 | 0"),
          steps(sql.rows("PROFILE PIPELINE p")));
    }
  }

  @Test
  void whatCannotBeLoadedCannotBeProfiledAndItsErrorsCanBeCleared() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      PipelinesTest.link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR)");
      PipelinesTest.lines(sql, "a.csv", "1,one", "two,two");
      sql.execute(PipelinesTest.FROM_FILES.formatted("MAX_RETRIES_PER_BATCH_PARTITION 0"));
      Sql.Refused refused = sql.refused("PROFILE PIPELINE p");
      assertTrue(refused.message().startsWith("\"a.csv\", line 2: "), refused.message());
      assertEquals(List.of(), sql.rows("SHOW PROFILE PIPELINE p"));
      sql.execute("START PIPELINE p");
      String state = "SELECT STATE FROM information_schema.PIPELINES";
      PipelinesTest.await(sql, state, "Error");
      assertEquals("2BP01", sql.refused("PROFILE PIPELINE p").state());
      String errors = "SELECT count(*) FROM information_schema.PIPELINES_ERRORS";
      assertEquals("1", sql.row(errors));
      sql.execute("CLEAR PIPELINE ERRORS p");
      assertEquals("0", sql.row(errors));
      assertEquals("Error", sql.row(state));
      sql.execute("CREATE OR REPLACE" + PipelinesTest.FROM_FILES.formatted("SKIP ALL ERRORS").substring(6));
      assertEquals(
          List.of("list | 1 | 0 | 0", "fetch | 1 | 0 | 14", "parse | 1 | 2 | 14", "write | 1 | 1 | 0"),
          steps(sql.rows("PROFILE PIPELINE p")));
      assertEquals("0", sql.row(errors));
    }
  }

  @Test
  void aProfileOfMessages() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      PipelinesTest.produce(cluster, "orders", 0, 10);
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE TABLE t (n BIGINT)");
      sql.execute(
          "CREATE PIPELINE p AS LOAD DATA LINK k 'orders' MAX_OFFSETS_PER_BATCH_PARTITION 2"
              + " INTO TABLE t FORMAT JSON");
      assertEquals(
          List.of("list | 3 | 0 | 0", "fetch | 3 | 0 | 222", "parse | 3 | 6 | 222", "write | 3 | 6 | 0"),
          steps(sql.rows("PROFILE PIPELINE p")));
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("10 | 45", sql.row(PipelinesTest.COUNTS));
    }
  }

  /// Answers when the test says so.
  private static final class HeldServer extends WebServer {
    private final CountDownLatch held = new CountDownLatch(1);

    HeldServer() throws IOException {}

    @Override
    protected void answer(HttpExchange exchange, byte[] body) throws IOException {
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      super.answer(exchange, body);
    }
  }

  @Test
  void whatIsDoneOnDemandIsShownMeanwhile() throws Exception {
    for (String[] work :
        new String[][] {
          {"PROFILE PIPELINE p", "Profiling"},
          {"TEST PIPELINE p", "Testing"},
          {"START PIPELINE p FOREGROUND", "Running...Foreground"}
        }) {
      try (HeldServer web = new HeldServer();
          RunningServer server = RunningServer.in(folder.resolve(work[1]));
          Sql sql = Sql.to(server);
          Sql other = Sql.to(server)) {
        web.put("/in/a.csv", "1\n");
        sql.execute("CREATE LINK w AS HTTP CONFIG '{}'");
        sql.execute("CREATE TABLE t (n BIGINT)");
        sql.execute(
            "CREATE PIPELINE p AS LOAD DATA LINK w 'http://127.0.0.1:%d/in/a.csv' INTO TABLE t"
                .formatted(web.port()));
        Future<List<String>> notices =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return sql.execute(work[0]);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        PipelinesTest.await(other, "SHOW PIPELINES", "p | " + work[1] + " | False");
        assertEquals(
            work[1], other.row("SELECT STATE FROM information_schema.PIPELINES"));
        assertEquals("53400", other.refused(work[0]).state());
        web.held.countDown();
        var _ = notices.get();
        assertEquals("p | Stopped | False", other.row("SHOW PIPELINES"));
      }
    }
  }

  @Test
  void rightsAreThoseOfStartAndAlter() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      PipelinesTest.link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      sql.execute(PipelinesTest.FROM_FILES.formatted(""));
      sql.execute("CREATE ROLE ann LOGIN PASSWORD 'of ann'");
      try (Sql ann = new Sql(server.connect("ann", "of ann"))) {
        assertEquals("42501", ann.refused("PROFILE PIPELINE p").state());
        assertEquals("42501", ann.refused("CLEAR PIPELINE ERRORS p").state());
        sql.execute("GRANT START PIPELINE ON public.* TO ann");
        assertEquals(4, ann.rows("PROFILE PIPELINE p").size());
        assertEquals(4, ann.rows("SHOW PROFILE PIPELINE p").size());
        assertEquals("42501", ann.refused("CLEAR PIPELINE ERRORS p").state());
        sql.execute("GRANT ALTER PIPELINE ON public.* TO ann");
        ann.execute("CLEAR PIPELINE ERRORS p");
      }
    }
  }

  @Test
  void linesCanBeReadInAnotherWayFromNowOn() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      PipelinesTest.link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      PipelinesTest.lines(sql, "a.csv", "1,one");
      sql.execute(PipelinesTest.FROM_FILES.formatted(""));
      sql.execute("START PIPELINE p FOREGROUND");
      PipelinesTest.lines(sql, "b.csv", "2;two");
      assertEquals("22P02", sql.refused("START PIPELINE p FOREGROUND").state());
      sql.execute("ALTER PIPELINE p FIELDS TERMINATED BY ';'");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("2 | 3", sql.row(PipelinesTest.COUNTS));
      String shown = sql.row("SHOW CREATE PIPELINE p EXTENDED");
      assertTrue(shown.endsWith("FIELDS TERMINATED BY ';' ENCLOSED BY '\"'"), shown);
      assertEquals(
          "2 | 2",
          sql.row(
              "SELECT count(*), sum(BATCH_ROWS_WRITTEN)"
                  + " FROM information_schema.PIPELINES_BATCHES_METADATA WHERE BATCH_STATE = 'Succeeded'"));
      sql.execute("ALTER PIPELINE p SET BATCH_INTERVAL 60");
      sql.execute("CREATE TABLE j (n BIGINT)");
      sql.execute(
          "CREATE PIPELINE q AS LOAD DATA LINK l 'inbox/x*' INTO TABLE j FORMAT JSON (n <- n)");
      assertEquals("22023", sql.refused("ALTER PIPELINE q FIELDS TERMINATED BY ';'").state());
      assertEquals("22023", sql.refused("ALTER PIPELINE q DROP ORPHAN PARTITIONS").state());
      sql.execute("CREATE STAGE s URL = 's3://inbox/d/' CONNECTION = (CONNECTION_NAME = 'l')");
      sql.execute("REMOVE @s PATTERN = 'a.csv'");
      String files = "SELECT FILE_NAME FROM information_schema.PIPELINES_FILES";
      assertEquals(2, sql.rows(files).size());
      sql.execute("ALTER PIPELINE p DROP ORPHAN FILES");
      assertEquals("b.csv", sql.row(files));
      sql.execute("ALTER PIPELINE p DROP ORPHAN FILES");
      PipelinesTest.lines(sql, "a.csv", "1;again");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("3 | 4", sql.row(PipelinesTest.COUNTS));
    }
  }

  @Test
  void aPartitionCanBeReadAgain() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      PipelinesTest.produce(cluster, "orders", 0, 9);
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE TABLE t (n BIGINT)");
      sql.execute("CREATE PIPELINE p AS LOAD DATA LINK k 'orders' INTO TABLE t FORMAT JSON");
      assertEquals(
          sql.row("SHOW CREATE PIPELINE p"), sql.row("SHOW CREATE PIPELINE p EXTENDED"));
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("9 | 36", sql.row(PipelinesTest.COUNTS));
      String shown = sql.row("SHOW CREATE PIPELINE p EXTENDED");
      assertTrue(
          shown.endsWith(
              ";\nALTER PIPELINE `p` SET OFFSETS '{\"0\": 3, \"1\": 3, \"2\": 3}'"),
          shown);
      assertEquals("42704", sql.refused("ALTER PIPELINE p DROP PARTITION 7").state());
      sql.execute("ALTER PIPELINE p DROP ORPHAN PARTITIONS");
      sql.execute("ALTER PIPELINE p DROP PARTITION 0");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("12 | 45", sql.row(PipelinesTest.COUNTS));
      assertEquals("22023", sql.refused("ALTER PIPELINE p DROP ORPHAN FILES").state());
    }
  }
}
