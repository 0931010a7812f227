package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while pipelines load, and the credentials of one change twice in each life.
/// Every row is there once at the end. Sizes can be raised: `-Dpipelines.files=10000`,
/// `-Dpipelines.rows=5000000` (rows of all files together, and messages).
class PipelineKillTest {
  private static final int KILLS = 5;
  private static final int FILES = Integer.getInteger("pipelines.files", 100);
  private static final int ROWS = Integer.getInteger("pipelines.rows", 50_000);
  private static final int PARTITIONS = 4;

  @TempDir Path data = Path.of("");

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static String row(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertTrue(row.next());
      StringBuilder text = new StringBuilder();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        text.append(i == 1 ? "" : " | ").append(row.getString(i));
      }
      return text.toString();
    }
  }

  private static final String SUMS = "SELECT count(*), sum(n), count(DISTINCT n) FROM ";

  private static String all() {
    return ROWS + " | " + (long) ROWS * (ROWS - 1) / 2 + " | " + ROWS;
  }

  private static void fill(Connection connection, RotatingBucket bucket) throws SQLException {
    bucket.allow("AK0", "secret0");
    execute(
        connection,
        "CREATE CONNECTION l STORAGE_TYPE = 's3' ENDPOINT_URL = '%s'".formatted(bucket.url())
            + " ACCESS_KEY_ID = 'AK0' SECRET_ACCESS_KEY = 'secret0'");
    int each = ROWS / FILES;
    for (int file = 0; file < FILES; file++) {
      StringBuilder rows = new StringBuilder();
      for (int n = file * each; n < (file + 1) * each; n++) {
        rows.append(n).append(",row ").append(n).append('\n');
      }
      bucket.put("killed", "in/" + file + ".csv", rows.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void produce(Cluster cluster) throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", cluster.servers(), "linger.ms", "20");
    try (Admin admin = Admin.create(properties)) {
      NewTopic topic = new NewTopic("killed", PARTITIONS, (short) 1);
      admin.createTopics(Set.of(topic)).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int n = 0; n < ROWS; n++) {
        byte[] json = ("{\"n\": " + n + "}").getBytes(StandardCharsets.UTF_8);
        var _ = producer.send(new ProducerRecord<>("killed", n % PARTITIONS, null, json));
      }
    }
  }

  @Test
  void everyRowIsThereOnce() throws Exception {
    long seed = 20_261_126;
    Random random = new Random(seed);
    try (RotatingBucket bucket = new RotatingBucket("killed");
        Cluster cluster = Cluster.start(1, Map.of())) {
      produce(cluster);
      ServerProcess server = ServerProcess.start(data);
      try {
        start(server, bucket, cluster.servers());
        for (int kill = 1; kill <= KILLS; kill++) {
          rotate(server, bucket, 2 * kill);
          Thread.sleep(random.nextInt(400));
          server.kill();
          server.close();
          server = ServerProcess.start(data);
        }
        try (Connection connection = server.connect()) {
          await(connection, "t", "seed " + seed);
          await(connection, "o", "seed " + seed);
          String documents = "(SELECT (data ->> 'n')::BIGINT AS n FROM documents)";
          await(connection, documents, "seed " + seed);
          assertEquals(
              "Loaded | " + FILES,
              row(
                  connection,
                  "SELECT min(FILE_STATE), count(*) FROM information_schema.PIPELINES_FILES"));
        }
      } finally {
        server.close();
      }
    }
  }

  private static void start(ServerProcess server, RotatingBucket bucket, String broker)
      throws SQLException {
    try (Connection connection = server.connect()) {
      fill(connection, bucket);
      execute(
          connection,
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      execute(connection, "CREATE TABLE t (n BIGINT, words VARCHAR)");
      execute(connection, "CREATE TABLE o (n BIGINT)");
      execute(
          connection,
          "CREATE PIPELINE files AS LOAD DATA LINK l 'killed/in/*.csv' BATCH_INTERVAL 20"
              + " MAX_PARTITIONS_PER_BATCH %d INTO TABLE t".formatted(Math.max(2, FILES / 50))
              + " FIELDS TERMINATED BY ',' ENCLOSED BY '\"'");
      execute(
          connection,
          "CREATE PIPELINE topic AS LOAD DATA LINK k '%s/killed' BATCH_INTERVAL 20"
                  .formatted(broker)
              + " MAX_OFFSETS_PER_BATCH_PARTITION %d INTO TABLE o FORMAT JSON"
                  .formatted(ROWS / PARTITIONS / 25));
      execute(
          connection,
          "CREATE SOURCE documents FROM KAFKA CONNECTION k (TOPIC 'killed') FORMAT JSON");
      execute(
          connection,
          "ALTER PIPELINE documents SET BATCH_INTERVAL 20 MAX_OFFSETS_PER_BATCH_PARTITION "
              + ROWS / PARTITIONS / 25);
      execute(connection, "START ALL PIPELINES");
    }
  }

  /// Two changes of the credentials, each with one that is refused from then on.
  private static void rotate(ServerProcess server, RotatingBucket bucket, int number)
      throws SQLException {
    try (Connection connection = server.connect()) {
      for (int i = number - 1; i <= number; i++) {
        bucket.allow("AK" + i, "secret" + i);
        execute(
            connection,
            "ALTER CONNECTION l SET OPTION access_key_id = 'AK%1$d'".formatted(i)
                + " SET OPTION secret_access_key = 'secret%1$d'".formatted(i));
        bucket.revoke("AK" + (i - 1));
      }
    }
  }

  private static void await(Connection connection, String table, String where)
      throws Exception {
    String found = "";
    for (int i = 0; i < 12_000; i++) {
      found = row(connection, "SELECT count(*) FROM " + table);
      if (Long.parseLong(found) >= ROWS) {
        break;
      }
      Thread.sleep(50);
    }
    assertEquals(all(), row(connection, SUMS + table), where);
  }
}
