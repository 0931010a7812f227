package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.server.RunningServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The same messages to a real PostgreSQL and to this server. [Transcript] tells how they are
/// written. `< ` is what both answer, `- ` what PostgreSQL alone and `+ ` what this server alone
/// does; a remark `# differs: …` above the messages says why. Versions and rounds of password hashing
/// are masked, as are keys, salts and the wording of errors.
class RecordedTest {
  private static final String FOLDER = "wire/recorded";

  @TempDir static Path folder = Path.of("");

  private static EmbeddedPostgres postgres;
  private static RunningServer server;
  private final List<Transcript> started = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE admin SUPERUSER LOGIN PASSWORD '" + RunningServer.PASSWORD + "'");
      statement.execute("CREATE DATABASE fairlead OWNER admin");
      ResultSet rows = statement.executeQuery("SHOW hba_file");
      rows.next();
      Path rules = Path.of(rows.getString(1));
      Files.writeString(
          rules, "host all admin,nobody 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
    server = RunningServer.in(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    postgres.close();
  }

  @TestFactory
  Stream<DynamicTest> bothAnswer() {
    return GoldenFiles.scripts(FOLDER, this::compare);
  }

  private UnaryOperator<String> compare() {
    try {
      Transcript theirs = Transcript.with(postgres.getPort(), RunningServer.PASSWORD);
      started.add(theirs);
      Transcript ours = Transcript.with(server.port("postgres"), RunningServer.PASSWORD);
      started.add(ours);
      return input -> merged(lines(theirs.apply(input)), lines(ours.apply(input)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Without the mark of an answer; the settings, whose order means nothing, sorted.
  private static List<String> lines(String answers) {
    List<String> lines =
        new ArrayList<>(
            answers
                .lines()
                .map(line -> line.substring(2))
                .map(line -> line.replaceFirst("(s=…,i=)[0-9]+", "$1…"))
                .map(line -> line.replaceFirst("(\"server_version\" )\".*\"", "$1…"))
                .toList());
    long settings = lines.stream().filter(line -> line.startsWith("ParameterStatus")).count();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("ParameterStatus")) {
        lines.subList(i, i + (int) settings).sort(null);
        break;
      }
    }
    return lines;
  }

  /// The longest common sequence of both, and what each has besides.
  private static String merged(List<String> theirs, List<String> ours) {
    int[][] common = new int[theirs.size() + 1][ours.size() + 1];
    for (int i = theirs.size() - 1; i >= 0; i--) {
      for (int j = ours.size() - 1; j >= 0; j--) {
        common[i][j] =
            theirs.get(i).equals(ours.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> merged = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < theirs.size() || j < ours.size()) {
      if (i < theirs.size() && j < ours.size() && theirs.get(i).equals(ours.get(j))) {
        merged.add("< " + theirs.get(i++));
        j++;
      } else if (j == ours.size() || (i < theirs.size() && common[i + 1][j] >= common[i][j + 1])) {
        merged.add("- " + theirs.get(i++));
      } else {
        merged.add("+ " + ours.get(j++));
      }
    }
    return String.join("\n", merged);
  }

  @AfterEach
  void hangUp() throws Exception {
    for (Transcript transcript : started) {
      transcript.close();
    }
  }

  @Test
  void eachDifferenceHasAReason() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", FOLDER))) {
      for (Path file : files.toList()) {
        for (String block : Files.readString(file).split("\n\n+")) {
          boolean differs =
              block.lines().anyMatch(line -> line.startsWith("- ") || line.startsWith("+ "));
          boolean explained = block.lines().anyMatch(line -> line.startsWith("# differs: "));
          assertEquals(differs, explained, file + "\n" + block);
        }
      }
    }
  }

  @Test
  void differencesAreSeen() {
    assertEquals("< a\n- b\n+ d\n< c", merged(List.of("a", "b", "c"), List.of("a", "d", "c")));
    assertFalse(merged(List.of("a"), List.of("a")).contains("- "));
  }
}
