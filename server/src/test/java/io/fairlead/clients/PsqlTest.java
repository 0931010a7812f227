package io.fairlead.clients;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The real psql, with the commands that people type and the output that they see. The cases of one
/// file share a server; each has a psql of its own.
class PsqlTest {
  private static final Pattern TIME = Pattern.compile("Time: [0-9.]+ ms( \\([0-9:.]+\\))?");
  private static final Pattern PROTOCOL = Pattern.compile("\\(protocol: .*\\)");

  @TempDir static Path folder = Path.of("");
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable server : OPEN) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> commands() {
    return GoldenFiles.scripts("clients/psql", PsqlTest::start);
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
    try {
      Process psql = psql(server).start();
      try (var typed = psql.outputWriter(StandardCharsets.UTF_8)) {
        typed.write(input + "\n");
      }
      String output = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      psql.waitFor();
      return stable(output, server);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static ProcessBuilder psql(RunningServer server) {
    String target = "host=127.0.0.1 port=" + server.port("postgres") + " user=admin dbname=fairlead";
    ProcessBuilder builder =
        new ProcessBuilder("psql", "-X", target).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", RunningServer.PASSWORD);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("PSQL_PAGER", "");
    builder.environment().put("PAGER", "");
    return builder;
  }

  /// Without what differs from run to run. A line of blanks would not survive an editor.
  private static String stable(String output, RunningServer server) {
    String text = output.replace("\"" + server.port("postgres") + "\"", "\"(port)\"");
    text = TIME.matcher(text).replaceAll("Time: … ms");
    text = PROTOCOL.matcher(text).replaceAll(Matcher.quoteReplacement("(protocol: …)"));
    return text.lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n");
  }
}
