package io.fairlead.server;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.s3.RotatingBucket;
import java.io.BufferedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.duckdb.DuckDBDriver;

/// How fast pipelines load, for `bench/pipeline.sh`: messages of 100 bytes, and CSV files in S3, in turn
/// with DuckDB's own COPY of the same bytes from its disk. Not a test.
final class PipelineSpeed {
  private static final int ROWS_OF_FILE = 1_000_000;

  private final Connection fairlead;
  private final Connection alone;
  private final Path data;
  private final int rounds;

  private PipelineSpeed(Connection fairlead, Connection alone, Path data, int rounds) {
    this.fairlead = fairlead;
    this.alone = alone;
    this.data = data;
    this.rounds = rounds;
  }

  /// @param arguments the number of messages, of files, and of rounds
  public static void main(String[] arguments) throws Exception {
    int messages = Integer.parseInt(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Path data = Files.createTempDirectory("fairlead-speed");
    String url = "jdbc:duckdb:" + data.resolve("alone.duckdb");
    try (Cluster cluster = Cluster.start(1, Map.of());
        RotatingBucket bucket = new RotatingBucket("speed");
        RunningServer server = RunningServer.in(data.resolve("data"));
        Connection connection = server.connect();
        Connection alone = new DuckDBDriver().connect(url, new Properties())) {
      PipelineSpeed speed = new PipelineSpeed(connection, alone, data, rounds);
      speed.topic(cluster, messages);
      speed.files(bucket, files);
    }
    System.exit(0);
  }

  private void topic(Cluster cluster, int messages) throws Exception {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", cluster.servers(), "linger.ms", "50", "batch.size", "262144");
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(Set.of(new NewTopic("speed", 4, (short) 1))).all().get();
    }
    Path json = data.resolve("all.json");
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        var lines = new BufferedOutputStream(Files.newOutputStream(json))) {
      for (int n = 0; n < messages; n++) {
        byte[] message = message(n);
        var _ = producer.send(new ProducerRecord<>("speed", n % 4, null, message));
        lines.write(message);
        lines.write('\n');
      }
    }
    execute(
        fairlead,
        "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
            .formatted(cluster.servers()));
    compare("messages of 100 bytes", json, "(FORMAT json)", 
        _ -> "k '" + cluster.servers() + "/speed'", "FORMAT JSON");
  }

  private static byte[] message(int n) {
    String json = "{\"n\": %9d, \"city\": \"c%03d\", \"words\": \"".formatted(n, n % 1000);
    return (json + "x".repeat(98 - json.length()) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private void files(RotatingBucket bucket, int files) throws Exception {
    bucket.allow("AK", "secret");
    execute(
        fairlead,
        "CREATE CONNECTION l STORAGE_TYPE = 's3' ENDPOINT_URL = '%s'".formatted(bucket.url())
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'secret'");
    Path csv = data.resolve("all.csv");
    execute(
        alone,
        "COPY (%s) TO '%s' (FORMAT csv, HEADER false)"
            .formatted(rows(0, files * ROWS_OF_FILE), csv));
    Source source =
        round -> {
          upload(round, files);
          return "l 'speed/in/%d/*.csv'".formatted(round);
        };
    compare("CSV files in S3", csv, "(FORMAT csv, HEADER false, AUTO_DETECT false)", source,
        "FIELDS TERMINATED BY ',' ENCLOSED BY '\"'");
  }

  /// Files that were never read: what was read once lies in the cache of this machine.
  private void upload(int round, int files) throws SQLException {
    for (int file = 0; file < files; file++) {
      execute(
          fairlead,
          "COPY INTO 's3://speed/in/%d/%d.csv' CONNECTION = (CONNECTION_NAME = 'l') FROM (%s)"
                  .formatted(round, file, rows(file * ROWS_OF_FILE, (file + 1) * ROWS_OF_FILE))
              + " FILE_FORMAT = (TYPE = CSV) SINGLE = true");
    }
  }

  /// The link and path of a round.
  private interface Source {
    String of(int round) throws SQLException;
  }

  private static String rows(int from, int to) {
    return "SELECT n, 'c' || n %% 1000, repeat('x', 70) FROM range(%d, %d) r(n)"
        .formatted(from, to);
  }

  /// Both in turn, so that what else the machine does hits both. The first round, in which nothing is
  /// compiled yet, is shown and does not count.
  private void compare(String what, Path file, String options, Source source, String format)
      throws Exception {
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    long rows = 0;
    for (int round = 0; round <= rounds; round++) {
      for (Connection each : new Connection[] {fairlead, alone}) {
        execute(each, "DROP TABLE IF EXISTS t");
        execute(each, "CREATE TABLE t (n BIGINT, city VARCHAR, words VARCHAR)");
      }
      execute(
          fairlead, "CREATE PIPELINE p AS LOAD DATA LINK " + source.of(round) + " INTO TABLE t " + format);
      double one = seconds(fairlead, "START PIPELINE p FOREGROUND");
      double other = seconds(alone, "COPY t FROM '" + file + "' " + options);
      execute(fairlead, "DROP PIPELINE p");
      rows = rows();
      if (round == 0) {
        say(what + ", first run", rows, file, one);
      } else {
        ours[round - 1] = one;
        theirs[round - 1] = other;
      }
    }
    say(what, rows, file, median(ours));
    say("DuckDB alone, the same", rows, file, median(theirs));
    double[] ratios = new double[rounds];
    Arrays.setAll(ratios, round -> theirs[round] / ours[round]);
    System.out.printf("%-36s %.2f of DuckDB (median of %d)%n%n", what, median(ratios), rounds);
  }

  private long rows() throws SQLException {
    try (Statement statement = fairlead.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM t")) {
      count.next();
      return count.getLong(1);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void say(String what, long rows, Path file, double seconds) throws Exception {
    double megabytes = Files.size(file) / 1e6;
    System.out.printf(
        "%-36s %,11d rows %8.1f MB %7.2f s %,11.0f rows/s %7.1f MB/s%n",
        what, rows, megabytes, seconds, rows / seconds, megabytes / seconds);
  }

  private static double seconds(Connection connection, String text) throws SQLException {
    long start = System.nanoTime();
    execute(connection, text);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
