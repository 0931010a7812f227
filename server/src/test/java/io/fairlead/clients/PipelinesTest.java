package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.connector.WebServer;
import io.fairlead.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipelines through SQL: files of a real S3 server and topics of real brokers.
class PipelinesTest {
  private static final int LOOKS = 3000;

  @TempDir Path folder = Path.of("");

  static void await(Sql sql, String query, String expected) throws Exception {
    String found = "";
    for (int i = 0; i < LOOKS; i++) {
      found = sql.row(query);
      if (found.equals(expected)) {
        return;
      }
      Thread.sleep(20);
    }
    assertEquals(
        expected, found + " " + sql.rows("SELECT * FROM information_schema.PIPELINES_ERRORS"));
  }

  static void link(Sql sql, RotatingBucket bucket, String key) throws SQLException {
    bucket.allow(key, "secret");
    sql.execute(
        "CREATE CONNECTION l STORAGE_TYPE = 's3' ENDPOINT_URL = '%s' ACCESS_KEY_ID = '%s'"
                .formatted(bucket.url(), key)
            + " SECRET_ACCESS_KEY = 'secret'");
  }

  /// A CSV file with a header and rows from `first` on.
  static void file(Sql sql, String name, int first, int rows) throws SQLException {
    sql.execute(
        "COPY INTO 's3://inbox/d/%s' CONNECTION = (CONNECTION_NAME = 'l')".formatted(name)
            + " FROM (SELECT n, 'text ' || n FROM range(%d, %d) r(n))".formatted(first, first + rows)
            + " FILE_FORMAT = (TYPE = CSV) SINGLE = true");
  }

  static final String FROM_FILES =
      "CREATE PIPELINE p AS LOAD DATA LINK l 'inbox/d/*' BATCH_INTERVAL 50 %s INTO TABLE t"
          + " FIELDS TERMINATED BY ',' ENCLOSED BY '\"'";

  @Test
  void filesOfS3AreLoadedOnce() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      for (int i = 0; i < 3; i++) {
        file(sql, "f" + i + ".csv", i * 100, 100);
      }
      sql.execute(FROM_FILES.formatted(""));
      assertEquals("p | Stopped | False", sql.row("SHOW PIPELINES"));
      sql.execute("START PIPELINE p");
      await(sql, "SELECT count(*), sum(n), count(DISTINCT n) FROM t", "300 | 44850 | 300");
      assertEquals("p | Running | True", sql.row("SHOW PIPELINES"));

      bucket.allow("AK2", "secret2");
      sql.execute(
          "ALTER CONNECTION l SET OPTION access_key_id = 'AK2'"
              + " SET OPTION secret_access_key = 'secret2'");
      file(sql, "f3.csv", 300, 100);
      bucket.revoke("AK1");
      await(sql, "SELECT count(*), sum(n), count(DISTINCT n) FROM t", "400 | 79800 | 400");
      assertEquals(
          List.of("Loaded | 4"),
          sql.rows(
              "SELECT FILE_STATE, count(*) FROM information_schema.PIPELINES_FILES GROUP BY 1"));
      sql.execute("STOP PIPELINE p");
      String shown = sql.row("SHOW CREATE PIPELINE p");
      assertTrue(shown.contains("LINK `l` 'inbox/d/*' BATCH_INTERVAL 50"), shown);
    }
  }

  /// Its table is in its own database, unless another one is written.
  @Test
  void aPipelineLoadsIntoTheTableOfItsDatabase() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      file(sql, "f.csv", 0, 10);
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      for (String schema : List.of("shop", "other")) {
        sql.execute("CREATE SCHEMA " + schema);
        sql.execute("CREATE TABLE " + schema + ".t (n BIGINT, words VARCHAR)");
      }
      String create = FROM_FILES.formatted("").replace("LINK l", "LINK public.l");
      sql.execute(create.replace("PIPELINE p", "PIPELINE shop.p"));
      sql.execute("START PIPELINE shop.p");
      await(sql, "SELECT count(*) FROM shop.t", "10");
      String shown = sql.row("SHOW CREATE PIPELINE shop.p");
      assertTrue(shown.contains("INTO TABLE `shop`.`t`"), shown);

      sql.execute("SET search_path = other");
      sql.execute(create.replace("INTO TABLE t", "INTO TABLE public.t"));
      sql.execute("START PIPELINE p");
      await(sql, "SELECT count(*) FROM public.t", "10");
      shown = sql.row("SHOW CREATE PIPELINE p");
      assertTrue(shown.contains("INTO TABLE `public`.`t`"), shown);
      assertEquals("0", sql.row("SELECT count(*) FROM t"));
      sql.execute(create.replace("PIPELINE p", "PIPELINE q"));
      sql.execute("START PIPELINE q");
      await(sql, "SELECT count(*) FROM t", "10");
      assertEquals(
          "3F000",
          sql.refused(create.replace("INTO TABLE t", "INTO TABLE nowhere.t")).state());
    }
  }

  /// Whoever may not use a schema loads nothing into its tables, as owner of a pipeline either.
  @Test
  void aPipelineMayNotReachMoreThanItsOwner() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      file(sql, "f.csv", 0, 10);
      sql.execute("CREATE SCHEMA shop");
      sql.execute("CREATE TABLE shop.t (n BIGINT, words VARCHAR)");
      sql.execute("CREATE ROLE ann LOGIN PASSWORD 'of ann'");
      sql.execute("GRANT USAGE ON CONNECTION l TO ann");
      sql.execute("GRANT CREATE ON SCHEMA public TO ann");
      String create = FROM_FILES.formatted("").replace("TABLE t", "TABLE shop.t");
      try (Sql ann = new Sql(server.connect("ann", "of ann"))) {
        assertEquals("42P01", ann.refused(create).state());
        sql.execute("GRANT USAGE ON SCHEMA shop TO ann");
        ann.execute(create);
        sql.execute("REVOKE USAGE ON SCHEMA shop FROM ann");
        Sql.Refused refused = ann.refused("START PIPELINE p FOREGROUND LIMIT 1 BATCHES");
        assertEquals("42P01", refused.state());
        assertEquals("0", sql.row("SELECT count(*) FROM shop.t"));
      }
    }
  }

  /// It lists nothing, so the path names them.
  @Test
  void filesOfAWebServer() throws Exception {
    try (WebServer web = new WebServer();
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      web.put("/in/day1.csv", "1,a\n2,b\n");
      web.put("/in/day2.csv", "3,c\n");
      sql.execute("CREATE LINK w AS HTTP CONFIG '{\"X-Team\":\"blue\"}'");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      sql.execute(
          "CREATE PIPELINE p AS LOAD DATA LINK w 'http://127.0.0.1:%d/in/day[1-3].csv'"
                  .formatted(web.port())
              + " INTO TABLE t FIELDS TERMINATED BY ','");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("3 | 6", sql.row("SELECT count(*), sum(n) FROM t"));
      web.put("/in/day3.csv", "4,d\n");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("4 | 10", sql.row("SELECT count(*), sum(n) FROM t"));
    }
  }

  @Test
  void messagesOfATopicAreLoadedOnce() throws Exception {
    try (Cluster cluster = Cluster.start(2, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      produce(cluster, "orders", 0, 1000);
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE TABLE o (n BIGINT, city VARCHAR, twice BIGINT)");
      sql.execute(
          "CREATE PIPELINE p AS LOAD DATA LINK k '%s/orders' BATCH_INTERVAL 50 INTO TABLE o"
                  .formatted(broker)
              + " FORMAT JSON (n <- n, city <- address::city, @m <- n) SET twice = @m::BIGINT * 2"
              + " WHERE n <> 7");
      sql.execute("START PIPELINE p");
      await(
          sql,
          "SELECT count(*), sum(n), sum(twice), min(city) FROM o",
          "999 | 499493 | 998986 | c0");
      produce(cluster, "orders", 1000, 1000);
      await(sql, "SELECT count(*), count(DISTINCT n) FROM o", "1999 | 1999");
      assertEquals(
          "2000 | 0",
          sql.row(
              "SELECT sum(CURSOR_OFFSET), sum(LATEST_OFFSET - CURSOR_OFFSET)"
                  + " FROM information_schema.PIPELINES_CURSORS"));
      sql.execute("CREATE LINK cluster AS KAFKA CONFIG '{\"security.protocol\":\"PLAINTEXT\"}'");
      sql.execute("CREATE TABLE a (n BIGINT)");
      for (String brokers : List.of(broker, broker + "," + broker)) {
        sql.execute("DELETE FROM a");
        sql.execute(
            "CREATE PIPELINE q AS LOAD DATA LINK cluster '%s/orders' INTO TABLE a FORMAT JSON"
                .formatted(brokers));
        sql.execute("START PIPELINE q FOREGROUND");
        assertEquals("2000 | 1999000", sql.row("SELECT count(*), sum(n) FROM a"));
        sql.execute("DROP PIPELINE q");
      }
    }
  }

  /// A text file in the bucket, with these lines.
  static void lines(Sql sql, String name, String... lines) throws SQLException {
    String rows =
        Stream.of(lines)
            .map(line -> "('" + line.replace("'", "''") + "')")
            .collect(Collectors.joining(", "));
    sql.execute(
        "COPY INTO 's3://inbox/d/%s' CONNECTION = (CONNECTION_NAME = 'l')".formatted(name)
            + " FROM (SELECT * FROM (VALUES %s))".formatted(rows)
            + " FILE_FORMAT = (TYPE = CSV, QUOTE = '') SINGLE = true");
  }

  static final String COUNTS = "SELECT count(*), sum(n) FROM t";

  @Test
  void brokenLinesStopAPipelineOrAreKeptWithTheirReasons() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      lines(sql, "a.csv", "1,one", "2,two");
      lines(sql, "b.csv", "3,three", "four,four", "5,five");
      sql.execute(FROM_FILES.formatted("MAX_RETRIES_PER_BATCH_PARTITION 1"));
      sql.execute("START PIPELINE p");
      await(sql, "SELECT STATE FROM information_schema.PIPELINES", "Error");
      assertEquals("0 | null", sql.row(COUNTS));
      String error =
          sql.rows(
                  "SELECT ERROR_TYPE, LOAD_DATA_LINE_NUMBER, \"PARTITION\", ERROR_MESSAGE"
                      + " FROM information_schema.PIPELINES_ERRORS")
              .getFirst();
      assertTrue(error.startsWith("Error | 2 | b.csv | \"b.csv\", line 2: "), error);
    }
  }

  @Test
  void brokenLinesAreSkipped() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT PRIMARY KEY, words VARCHAR)");
      lines(sql, "a.csv", "1,one", "2,two");
      lines(sql, "b.csv", "3,three", "four,four", "5,five", "1,again");
      sql.execute(FROM_FILES.formatted("SKIP ALL ERRORS"));
      sql.execute("START PIPELINE p");
      await(sql, COUNTS, "4 | 11");
      assertEquals(
          "Warning | 2 | four,four | b.csv",
          sql.row(
              "SELECT ERROR_TYPE, LOAD_DATA_LINE_NUMBER, LOAD_DATA_LINE, \"PARTITION\""
                  + " FROM information_schema.PIPELINES_ERRORS"));
    }
  }

  @Test
  void soManyRowsThatWereSkippedAreKept() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      String[] bad = new String[Limits.REJECTED_ROWS + 1];
      Arrays.fill(bad, "x," + "y".repeat(Limits.REJECTED_ROW_CHARACTERS));
      bad[0] = "x," + "y".repeat(Limits.REJECTED_ROW_CHARACTERS - 2);
      lines(sql, "a.csv", bad);
      sql.execute(FROM_FILES.formatted("SKIP PARSER ERRORS"));
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals(
          "%1$d | %2$d | %2$d".formatted(Limits.REJECTED_ROWS, Limits.REJECTED_ROW_CHARACTERS),
          sql.row(
              "SELECT count(*), min(length(LOAD_DATA_LINE)), max(length(LOAD_DATA_LINE))"
                  + " FROM information_schema.PIPELINES_ERRORS"));
      assertEquals(
          String.valueOf(Limits.REJECTED_ROWS + 1),
          sql.row("SELECT ROWS_SKIPPED FROM information_schema.PIPELINES_BATCHES_SUMMARY"));
      for (long interval :
          new long[] {
            Limits.SHORTEST_BATCH_INTERVAL.toMillis(), Limits.LONGEST_BATCH_INTERVAL.toMillis()
          }) {
        sql.execute("ALTER PIPELINE p SET BATCH_INTERVAL " + interval);
      }
      long longer = Limits.LONGEST_BATCH_INTERVAL.toMillis() + 1;
      assertEquals(
          "22023", sql.refused("ALTER PIPELINE p SET BATCH_INTERVAL " + longer).state());
      assertEquals("42601", sql.refused("ALTER PIPELINE p SET BATCH_INTERVAL 0").state());
    }
  }

  @Test
  void aFileThatCannotBeLoadedIsSkippedWhereThatIsAsked() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      lines(sql, "a.csv", "1,one");
      lines(sql, "b.csv", "bad,bad");
      lines(sql, "c.csv", "3,three");
      sql.execute(FROM_FILES.formatted("MAX_RETRIES_PER_BATCH_PARTITION 0 STOP_ON_ERROR OFF"));
      sql.execute("START PIPELINE p");
      await(sql, COUNTS, "2 | 4");
      assertEquals(
          List.of("a.csv | Loaded", "b.csv | Skipped", "c.csv | Loaded"),
          sql.rows(
              "SELECT FILE_NAME, FILE_STATE FROM information_schema.PIPELINES_FILES ORDER BY 1"));
      sql.execute("STOP PIPELINE p");
      sql.execute("ALTER PIPELINE p DROP FILE 'b.csv'");
      lines2(sql);
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals("3 | 6", sql.row(COUNTS));
    }
  }

  /// The same file with something better in it.
  private static void lines2(Sql sql) throws SQLException {
    sql.execute("CREATE STAGE s URL = 's3://inbox/d/' CONNECTION = (CONNECTION_NAME = 'l')");
    sql.execute("REMOVE @s PATTERN = 'b.csv'");
    lines(sql, "b.csv", "2,two");
  }

  @Test
  void anExpiredCredentialIsNoEnd() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      file(sql, "a.csv", 0, 10);
      sql.execute(FROM_FILES.formatted(""));
      bucket.revoke("AK1");
      sql.execute("START PIPELINE p");
      await(
          sql,
          "SELECT count(*) > 0 FROM information_schema.PIPELINES_ERRORS"
              + " WHERE ERROR_KIND = 'REMOTE_REFUSED' OR ERROR_KIND = 'UNREACHABLE'",
          "t");
      assertEquals("p | Running | True", sql.row("SHOW PIPELINES"));
      bucket.allow("AK2", "secret2");
      sql.execute(
          "ALTER CONNECTION l SET OPTION access_key_id = 'AK2'"
              + " SET OPTION secret_access_key = 'secret2'");
      await(sql, COUNTS, "10 | 45");
    }
  }

  @Test
  void aLinkIsNotChangedUnderARunningPipelineUnlessItFollows() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      bucket.allow("AK1", "secret");
      sql.execute(
          "CREATE LINK l AS S3 CONFIG '{\"endpoint_url\": \"%s\"}'".formatted(bucket.url())
              + " CREDENTIALS '{\"aws_access_key_id\": \"AK1\","
              + " \"aws_secret_access_key\": \"secret\"}'");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      file(sql, "a.csv", 0, 10);
      sql.execute(FROM_FILES.formatted(""));
      sql.execute("START PIPELINE p");
      await(sql, COUNTS, "10 | 45");
      String change =
          "ALTER LINK l SET CREDENTIALS '{\"aws_access_key_id\": \"AK2\","
              + " \"aws_secret_access_key\": \"secret2\"}'";
      Sql.Refused refused = sql.refused(change);
      assertEquals("2BP01", refused.state());
      assertTrue(refused.message().contains("running pipeline: p"), refused.message());
      Sql.Refused unproven = sql.refused(change + " WITH (PAUSE = true)");
      assertEquals("58000", unproven.state(), unproven.toString());
      bucket.allow("AK2", "secret2");
      sql.execute(change + " WITH (PAUSE = true)");
      bucket.revoke("AK1");
      file(sql, "b.csv", 10, 10);
      await(sql, COUNTS, "20 | 190");
      assertEquals("refuse", sql.row("SHOW alter_running"));
      assertEquals("22023", sql.refused("SET alter_running = 'sometimes'").state());
      sql.execute("SET alter_running = 'follow'");
      change = change.replace("2", "3");
      assertEquals("2BP01", sql.refused(change + " WITH (PAUSE = false)").state());
      assertEquals("58000", sql.refused(change).state());
      bucket.allow("AK3", "secret3");
      sql.execute(change);
      bucket.revoke("AK2");
      file(sql, "c.csv", 20, 10);
      await(sql, COUNTS, "30 | 435");
      sql.execute("RESET alter_running");
      assertEquals("2BP01", sql.refused(change).state());
      sql.execute("STOP PIPELINE p");
      sql.execute("ALTER LINK l SET CONFIG ::region = 'eu-west-1'");
    }
  }

  @Test
  void rightsAreSingleStores() throws Exception {
    try (RotatingBucket bucket = new RotatingBucket("inbox");
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      link(sql, bucket, "AK1");
      sql.execute("CREATE TABLE t (n BIGINT, words VARCHAR)");
      sql.execute(FROM_FILES.formatted(""));
      sql.execute("CREATE ROLE ann LOGIN PASSWORD 'of ann'");
      try (Sql ann = new Sql(server.connect("ann", "of ann"))) {
        Sql.Refused refused = ann.refused("STOP PIPELINE p");
        assertEquals("42501", refused.state());
        assertTrue(
            refused
                .message()
                .endsWith("STOP PIPELINE command denied to user 'ann'@'%' for table 'p'"),
            refused.message());
        assertEquals(
            "42501", ann.refused(FROM_FILES.replace(" p ", " q ").formatted("")).state());
        sql.execute("GRANT START PIPELINE ON public.* TO ann");
        ann.execute("START PIPELINE p");
        ann.execute("STOP ALL PIPELINES");
        assertEquals("p | Stopped | False", sql.row("SHOW PIPELINES"));
      }
    }
  }

  @Test
  void aTopicThatIsMadeAgainIsNotTakenForTheOldOne() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      produce(cluster, "orders", 0, 30);
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE TABLE t (n BIGINT)");
      sql.execute(
          "CREATE PIPELINE p AS LOAD DATA LINK k '%s/orders' BATCH_INTERVAL 50 INTO TABLE t"
                  .formatted(broker)
              + " FORMAT JSON");
      sql.execute("START PIPELINE p");
      await(sql, COUNTS, "30 | 435");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.servers()))) {
        admin.deleteTopics(List.of("orders")).all().get();
      }
      await(
          sql,
          "SELECT count(*) > 0 FROM information_schema.PIPELINES_ERRORS"
              + " WHERE ERROR_MESSAGE LIKE '%does not exist%'",
          "t");
      assertEquals("p | Running | True", sql.row("SHOW PIPELINES"));
      produce(cluster, "orders", 100, 60);
      sql.execute("ALTER PIPELINE p SET BATCH_INTERVAL 51");
      await(sql, "SELECT STATE FROM information_schema.PIPELINES", "Error");
      assertEquals("30 | 435", sql.row(COUNTS));
      sql.execute("ALTER PIPELINE p SET OFFSETS EARLIEST");
      sql.execute("START PIPELINE p");
      await(sql, COUNTS, "90 | 8205");
    }
  }

  static void produce(Cluster cluster, String topic, int first, int count)
      throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", cluster.servers());
    try (Admin admin = Admin.create(properties)) {
      if (!admin.listTopics().names().get().contains(topic)) {
        admin.createTopics(Set.of(new NewTopic(topic, 3, (short) 1))).all().get();
      }
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int n = first; n < first + count; n++) {
        String json = "{\"n\": %d,\n \"address\": {\"city\": \"c%d\"}}".formatted(n, n % 10);
        var _ = producer.send(
            new ProducerRecord<>(topic, n % 3, null, json.getBytes(StandardCharsets.UTF_8)));
      }
      producer.flush();
    }
  }
}
