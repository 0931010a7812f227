package io.fairlead.clients;

import io.fairlead.connector.s3.SigningBucket;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The real `mariadb` (Debian's package `mariadb-client`), with what people type and the output that
/// they see. The cases of one file share a server; each has a client of its own. `${s3.port}` is that
/// of a real S3 server with the bucket `shop`.
class MariadbTest {
  @TempDir static Path folder = Path.of("");
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static String bucketPort = "";

  @BeforeAll
  static void startBucket() throws Exception {
    SigningBucket bucket = SigningBucket.start("AKID", "bucket-key", "shop");
    OPEN.add(bucket);
    bucketPort = String.valueOf(bucket.port());
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable server : OPEN) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> commands() {
    return GoldenFiles.scripts("clients/mariadb", MariadbTest::start);
  }

  private static UnaryOperator<String> start() {
    try {
      RunningServer server = RunningServer.in(Files.createTempDirectory(folder, "data"));
      OPEN.add(server);
      return input -> run(server, input);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String run(RunningServer server, String input) {
    ProcessBuilder builder =
        new ProcessBuilder(
                "mariadb",
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + server.port("mysql"),
                "--user=admin",
                "--table",
                "--force",
                "--show-warnings",
                "--default-character-set=utf8mb4")
            .redirectErrorStream(true);
    builder.environment().put("MYSQL_PWD", RunningServer.PASSWORD);
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Process client = builder.start();
      try (var typed = client.outputWriter(StandardCharsets.UTF_8)) {
        typed.write(input.replace("${s3.port}", bucketPort) + "\n");
      }
      String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      client.waitFor();
      return stable(output, server);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Without what differs from run to run, and without empty lines, which would end a case.
  private static String stable(String output, RunningServer server) {
    return output
        .replace(String.valueOf(server.port("mysql")), "(port)")
        .replace(":" + bucketPort, ":${s3.port}")
        .replaceAll("(?m)^mariadb +Ver .*", "mariadb  Ver …")
        .replaceAll("(?m)^(Connection id|Uptime|SSL):.*", "$1: …")
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .reduce("", (a, b) -> a + b + "\n");
  }
}
