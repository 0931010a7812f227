package io.fairlead.clients;

import static io.fairlead.clients.PipelinesTest.await;
import static io.fairlead.clients.PipelinesTest.produce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipelines whose source is typed into them: files of a real S3 server and of this machine, and a
/// topic of real brokers.
class TypedPipelinesTest {
  private static final String SUMS = "SELECT count(*), sum(n), count(DISTINCT n) FROM t";

  @TempDir Path folder = Path.of("");

  private static String keys(String id, String secret) {
    return "'{\"aws_access_key_id\":\"%s\",\"aws_secret_access_key\":\"%s\"}'"
        .formatted(id, secret);
  }

  private static String pipeline(RotatingBucket bucket, String id, String secret) {
    return "PIPELINE p AS LOAD DATA S3 'inbox/d/*' CONFIG '{\"endpoint_url\":\"%s\"}'"
            .formatted(bucket.url())
        + " CREDENTIALS "
        + keys(id, secret)
        + " BATCH_INTERVAL 50 INTO TABLE t FIELDS TERMINATED BY ',' ENCLOSED BY '\"'";
  }

  /// Written with a key of its own, which stays.
  private static void file(Sql sql, RotatingBucket bucket, String name, int first)
      throws SQLException {
    bucket.allow("WRITER", "writes");
    sql.execute(
        "COPY INTO 's3://inbox/d/%s' CONNECTION = (ENDPOINT_URL = '%s' ACCESS_KEY_ID = 'WRITER'"
                .formatted(name, bucket.url())
            + " SECRET_ACCESS_KEY = 'writes') FROM (SELECT n FROM range(%d, %d) r(n))"
                .formatted(first, first + 100)
            + " FILE_FORMAT = (TYPE = CSV) SINGLE = true");
  }

  @Test
  void aCredentialChangesInPlaceAndARestartGoesOn() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox")) {
      bucket.allow("AK1", "secret1");
      try (RunningServer server = RunningServer.in(folder);
          Sql sql = Sql.to(server)) {
        sql.execute("CREATE TABLE t (n BIGINT)");
        file(sql, bucket, "a.csv", 0);
        sql.execute("CREATE " + pipeline(bucket, "AK1", "secret1"));
        sql.execute("START PIPELINE p");
        await(sql, SUMS, "100 | 4950 | 100");
        String change = "ALTER PIPELINE p SET CREDENTIALS " + keys("AK2", "secret2");
        assertEquals("58000", sql.refused(change).state());
        assertEquals("p | Running | True", sql.row("SHOW PIPELINES"));
        bucket.allow("AK2", "secret2");
        String notice = sql.execute(change).getFirst();
        assertEquals(
            "connection \"p.connection\" is now version 2: ACCESS KEY ID has a new value,"
                + " SECRET ACCESS KEY has a new value; 1 object follows",
            notice);
        bucket.revoke("AK1");
        file(sql, bucket, "b.csv", 100);
        await(sql, SUMS, "200 | 19900 | 200");
      }
      try (RunningServer server = RunningServer.in(folder);
          Sql sql = Sql.to(server)) {
        file(sql, bucket, "c.csv", 200);
        await(sql, SUMS, "300 | 44850 | 300");
        bucket.allow("AK3", "secret3");
        sql.execute(
            "ALTER PIPELINE p SET CREDENTIALS ::aws_access_key_id = 'AK3' WITH (VALIDATE = false)");
        sql.execute("ALTER PIPELINE p SET CREDENTIALS ::aws_secret_access_key = 'secret3'");
        bucket.revoke("AK2");
        file(sql, bucket, "d.csv", 300);
        await(sql, SUMS, "400 | 79800 | 400");
        assertEquals(
            List.of("Loaded | 4"),
            sql.rows(
                "SELECT FILE_STATE, count(*) FROM information_schema.PIPELINES_FILES GROUP BY 1"));
      }
    }
  }

  @Test
  void itMovesToALinkAndBackAndGoesOnWhereItWas() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      bucket.allow("AK1", "secret1");
      sql.execute("CREATE TABLE t (n BIGINT)");
      file(sql, bucket, "a.csv", 0);
      sql.execute("CREATE " + pipeline(bucket, "AK1", "secret1"));
      sql.execute("START PIPELINE p FOREGROUND");
      bucket.allow("AK2", "secret2");
      sql.execute(
          "CREATE LINK l AS S3 CONFIG '{\"endpoint_url\":\"%s\"}' CREDENTIALS "
                  .formatted(bucket.url())
              + keys("AK2", "secret2"));
      sql.execute("ALTER PIPELINE p SET LINK l");
      bucket.revoke("AK1");
      assertEquals(List.of("l"), sql.rows("SELECT name FROM mz_connections"));
      file(sql, bucket, "b.csv", 100);
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("200 | 19900 | 200", sql.row(SUMS));

      Sql.Refused refused = sql.refused("ALTER PIPELINE p SET CREDENTIALS ::aws_session_token = ''");
      assertEquals("42809", refused.state());
      bucket.allow("AK3", "secret3");
      sql.execute("CREATE OR REPLACE " + pipeline(bucket, "AK3", "secret3"));
      sql.execute("DROP LINK l");
      file(sql, bucket, "c.csv", 200);
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("300 | 44850 | 300", sql.row(SUMS));
      sql.execute("CREATE OR REPLACE " + pipeline(bucket, "AK2", "secret2"));
      file(sql, bucket, "d.csv", 300);
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("400 | 79800 | 400", sql.row(SUMS));
      sql.execute("DROP PIPELINE p");
      assertEquals(List.of(), sql.rows("SELECT name FROM mz_connections"));
      assertEquals(List.of(), sql.rows("SELECT name FROM mz_secrets"));
    }
  }

  @Test
  void filesOfThisMachine() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in")).toRealPath();
    Files.writeString(in.resolve("a.csv"), "1\n2\n");
    try (RunningServer server =
            RunningServer.in(folder.resolve("data"), "--folders", in.toString());
        Sql sql = Sql.to(server)) {
      sql.execute("CREATE TABLE t (n BIGINT)");
      sql.execute("CREATE PIPELINE p AS LOAD DATA FS '%s/*.csv' INTO TABLE t".formatted(in));
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("2 | 3 | 2", sql.row(SUMS));
      assertEquals(
          "22023",
          sql.refused("CREATE PIPELINE q AS LOAD DATA FS '/etc/*' INTO TABLE t").state());
    }
  }

  @Test
  void aTopicOfKafka() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      produce(cluster, "orders", 0, 100);
      sql.execute("CREATE TABLE t (n BIGINT)");
      sql.execute(
          "CREATE PIPELINE p AS LOAD DATA KAFKA '%s/orders'".formatted(broker)
              + " CONFIG '{\"security.protocol\": \"PLAINTEXT\"}' BATCH_INTERVAL 50"
              + " INTO TABLE t FORMAT JSON");
      sql.execute("START PIPELINE p");
      await(sql, SUMS, "100 | 4950 | 100");
      String shown = sql.row("SHOW CREATE PIPELINE p");
      assertTrue(
          shown.contains(
              "KAFKA '%s/orders' CONFIG '{\"security.protocol\": \"PLAINTEXT\"}' CREDENTIALS"
                      .formatted(broker)
                  + " <CREDENTIALS REDACTED> BATCH_INTERVAL 50"),
          shown);
      Sql.Refused refused = sql.refused("ALTER PIPELINE p SET CONFIG ::security.protocol = 'SSL'");
      assertEquals("58000", refused.state(), refused.toString());
      produce(cluster, "orders", 100, 100);
      await(sql, SUMS, "200 | 19900 | 200");
    }
  }
}
