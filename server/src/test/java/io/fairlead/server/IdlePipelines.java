package io.fairlead.server;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// What pipelines cost that find nothing, for `bench/idle.sh`: processor time and memory of a server with
/// and without them, and how long ALTER LINK takes under them. Not a test.
final class IdlePipelines {
  private static final int ALTERS = 21;

  private IdlePipelines() {}

  /// @param arguments the number of pipelines, and how many seconds each server is watched
  public static void main(String[] arguments) throws Exception {
    int pipelines = Integer.parseInt(arguments[0]);
    Duration watched = Duration.ofSeconds(Long.parseLong(arguments[1]));
    Path data = Files.createTempDirectory("fairlead-idle");
    try (Cluster cluster = Cluster.start(1, Map.of());
        RotatingBucket bucket = new RotatingBucket("idle");
        ServerProcess alone = ServerProcess.start(data.resolve("alone"));
        ServerProcess server = ServerProcess.start(data.resolve("many"));
        Connection other = alone.connect();
        Connection connection = server.connect()) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.servers()))) {
        admin.createTopics(Set.of(new NewTopic("idle", 4, (short) 1))).all().get();
      }
      bucket.allow("AK", "secret");
      bucket.allow("AK2", "secret");
      for (Connection each : new Connection[] {other, connection}) {
        prepare(each, bucket, cluster);
      }
      String files = "l 'idle/in/*.json'";
      String topic = "k '" + cluster.servers() + "/idle'";
      for (int i = 0; i < pipelines; i++) {
        pipeline(connection, i, i % 2 == 0 ? files : topic);
      }
      execute(connection, "START ALL PIPELINES");
      // Each looks after 2.5 s, 5 s, 10 s and so on, until it looks once a minute.
      Thread.sleep(Duration.ofSeconds(90));
      watch(pipelines, alone, server, watched);
      for (int i = pipelines; i < pipelines + pipelines / 2; i++) {
        pipeline(connection, i, files);
      }
      execute(connection, "START ALL PIPELINES");
      alter(connection, pipelines);
    }
    System.exit(0);
  }

  private static void prepare(Connection connection, RotatingBucket bucket, Cluster cluster)
      throws SQLException {
    execute(
        connection,
        "CREATE LINK l AS S3 CREDENTIALS '{\"aws_access_key_id\": \"AK\","
            + " \"aws_secret_access_key\": \"secret\"}'"
            + " CONFIG '{\"region\": \"us-east-1\", \"endpoint_url\": \"%s\"}'"
                .formatted(bucket.url()));
    execute(
        connection,
        "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
            .formatted(cluster.servers()));
    execute(connection, "CREATE TABLE t (n BIGINT)");
    execute(
        connection,
        "COPY INTO 's3://idle/in/one.json' CONNECTION = (ENDPOINT_URL = '%s'"
                .formatted(bucket.url())
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'secret')"
            + " FROM (SELECT 1 AS n) FILE_FORMAT = (TYPE = NDJSON) SINGLE = true OVERWRITE = true");
  }

  private static void pipeline(Connection connection, int number, String source)
      throws SQLException {
    execute(
        connection,
        "CREATE PIPELINE p%d AS LOAD DATA LINK %s INTO TABLE t FORMAT JSON"
            .formatted(number, source));
  }

  private static void watch(
      int pipelines, ServerProcess alone, ServerProcess server, Duration watched)
      throws Exception {
    Duration aloneBefore = alone.processorTime();
    Duration before = server.processorTime();
    Thread.sleep(watched);
    double one = server.processorTime().minus(before).toMillis();
    double other = alone.processorTime().minus(aloneBefore).toMillis();
    long seconds = watched.toSeconds();
    System.out.printf(
        "%,d pipelines that find nothing, %d s: %.2f%% of a processor, %d MB%n",
        pipelines, seconds, one / seconds / 10, server.residentMegabytes());
    System.out.printf(
        "the same server without them:         %.2f%% of a processor, %d MB%n",
        other / seconds / 10, alone.residentMegabytes());
  }

  private static void alter(Connection connection, int pipelines) throws SQLException {
    double[] millis = new double[ALTERS];
    for (int i = 0; i < ALTERS; i++) {
      long start = System.nanoTime();
      execute(
          connection,
          "ALTER LINK l SET CREDENTIALS ::aws_access_key_id = 'AK%s' WITH (PAUSE = true)"
              .formatted(i % 2 == 0 ? "2" : ""));
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "ALTER LINK … WITH (PAUSE = true), %,d of them on it: %.0f ms (median of %d)%n",
        pipelines, millis[ALTERS / 2], ALTERS);
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
