package io.fairlead.server;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duckdb.DuckDBDriver;

/// How fast pipelines load, for `bench/pipeline.sh`: messages of 100 bytes, and CSV files in S3, beside
/// DuckDB's own COPY of the same bytes from its disk. Not a test.
final class PipelineSpeed {
  private static final int ROWS_OF_FILE = 1_000_000;

  private PipelineSpeed() {}

  /// @param arguments the number of messages, and of files
  public static void main(String[] arguments) throws Exception {
    int messages = Integer.parseInt(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    Path data = Files.createTempDirectory("fairlead-speed");
    try (Cluster cluster = Cluster.start(1, Map.of());
        RotatingBucket bucket = new RotatingBucket("speed");
        RunningServer server = RunningServer.in(data.resolve("data"));
        Connection connection = server.connect()) {
      topic(cluster, connection, messages);
      files(bucket, connection, files);
      duckdb(data, files, messages);
    }
    System.exit(0);
  }

  private static void topic(Cluster cluster, Connection connection, int messages)
      throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", cluster.servers(), "linger.ms", "50", "batch.size", "262144");
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(Set.of(new NewTopic("speed", 4, (short) 1))).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int n = 0; n < messages; n++) {
        var _ = producer.send(new ProducerRecord<>("speed", n % 4, null, message(n)));
      }
    }
    execute(
        connection,
        "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
            .formatted(cluster.servers()));
    execute(connection, "CREATE TABLE o (n BIGINT, city VARCHAR, words VARCHAR)");
    execute(
        connection,
        "CREATE PIPELINE topic AS LOAD DATA LINK k '%s/speed' INTO TABLE o FORMAT JSON"
            .formatted(cluster.servers()));
    run(connection, "topic", "messages of 100 bytes");
  }

  private static byte[] message(int n) {
    String json = "{\"n\": %9d, \"city\": \"c%03d\", \"words\": \"".formatted(n, n % 1000);
    return (json + "x".repeat(98 - json.length()) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static void files(RotatingBucket bucket, Connection connection, int files)
      throws SQLException {
    bucket.allow("AK", "secret");
    execute(
        connection,
        "CREATE CONNECTION l STORAGE_TYPE = 's3' ENDPOINT_URL = '%s'".formatted(bucket.url())
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'secret'");
    for (int file = 0; file < files; file++) {
      execute(
          connection,
          "COPY INTO 's3://speed/in/%d.csv' CONNECTION = (CONNECTION_NAME = 'l') FROM (%s)"
                  .formatted(file, rows(file))
              + " FILE_FORMAT = (TYPE = CSV) SINGLE = true");
    }
    execute(connection, "CREATE TABLE t (n BIGINT, city VARCHAR, words VARCHAR)");
    execute(
        connection,
        "CREATE PIPELINE files AS LOAD DATA LINK l 'speed/in/*.csv' INTO TABLE t"
            + " FIELDS TERMINATED BY ',' ENCLOSED BY '\"'");
    run(connection, "files", "CSV files in S3");
  }

  private static String rows(int file) {
    return "SELECT n, 'c' || n %% 1000, repeat('x', 70) FROM range(%d, %d) r(n)"
        .formatted(file * ROWS_OF_FILE, (file + 1) * ROWS_OF_FILE);
  }

  private static void run(Connection connection, String pipeline, String what)
      throws SQLException {
    long start = System.nanoTime();
    execute(connection, "START PIPELINE " + pipeline + " FOREGROUND");
    double seconds = (System.nanoTime() - start) / 1e9;
    try (Statement statement = connection.createStatement();
        ResultSet sums =
            statement.executeQuery(
                "SELECT sum(ROWS_INSERTED), sum(MB_STREAMED), count(*)"
                    + " FROM information_schema.PIPELINES_BATCHES_SUMMARY"
                    + " WHERE PIPELINE_NAME = '"
                    + pipeline
                    + "'")) {
      sums.next();
      say(what, sums.getLong(1), sums.getDouble(2), seconds);
    }
  }

  private static void say(String what, long rows, double megabytes, double seconds) {
    System.out.printf(
        "%-44s %,11d rows %8.1f MB %7.2f s %,11.0f rows/s %7.1f MB/s%n",
        what, rows, megabytes, seconds, rows / seconds, megabytes / seconds);
  }

  /// The same bytes from files on disk, without anything around it.
  private static void duckdb(Path data, int files, int messages) throws Exception {
    Path csv = data.resolve("all.csv");
    Path json = data.resolve("all.json");
    String url = "jdbc:duckdb:" + data.resolve("alone.duckdb");
    try (Connection alone = new DuckDBDriver().connect(url, new Properties())) {
      String rows = rows(0).replace("range(0, " + ROWS_OF_FILE, "range(0, " + files * ROWS_OF_FILE);
      execute(alone, "COPY (" + rows + ") TO '" + csv + "' (FORMAT csv, HEADER false)");
      try (var out = Files.newBufferedWriter(json)) {
        for (int n = 0; n < messages; n++) {
          out.write(new String(message(n), StandardCharsets.UTF_8));
          out.write('\n');
        }
      }
      execute(alone, "CREATE TABLE t (n BIGINT, city VARCHAR, words VARCHAR)");
      time(alone, "DuckDB alone, the same JSON", json, "(FORMAT json)", messages);
      time(
          alone,
          "DuckDB alone, the same CSV",
          csv,
          "(FORMAT csv, HEADER false, AUTO_DETECT false)",
          files * (long) ROWS_OF_FILE);
    }
  }

  private static void time(
      Connection alone, String what, Path file, String options, long rows) throws Exception {
    long start = System.nanoTime();
    execute(alone, "COPY t FROM '" + file + "' " + options);
    say(what, rows, Files.size(file) / 1048576.0, (System.nanoTime() - start) / 1e9);
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
