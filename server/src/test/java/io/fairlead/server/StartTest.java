package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Refusal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
  @TempDir Path data = Path.of("");

  @Test
  void theFirstStartWritesAPasswordThatWorksAndLaterOnesLeaveItAlone() throws Exception {
    Path file = data.resolve("admin-password");
    String password;
    try (RunningServer server = RunningServer.with(data, Map.of())) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      password = Files.readString(file).strip();
      assertTrue(server.said().stream().anyMatch(line -> line.endsWith(file.toString())));
      server.connect("admin", password).close();
    }
    try (RunningServer server =
        RunningServer.with(data, Map.of("FAIRLEAD_ADMIN_PASSWORD", "another one"))) {
      server.connect("admin", password).close();
      assertThrows(SQLException.class, () -> server.connect("admin", "another one"));
    }
    assertEquals(password, Files.readString(file).strip());
  }

  @Test
  void readyIsToldOverHttp() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port("http") + "/health/ready");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
    }
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() throws Exception {
    try (RunningServer first = RunningServer.in(data)) {
      Refusal refusal = assertThrows(Refusal.class, () -> RunningServer.in(data));
      assertTrue(refusal.problem().message().contains(data.toString()), refusal.getMessage());
      first.connect().close();
    }
  }

  @Test
  void withoutItsMasterKeyTheServerIsSealedAndWritesNothing() throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SECRET s AS 'x'");
    }
    Path key = data.resolve("master-key");
    Path aside = data.resolve("aside");
    Files.move(key, aside);
    byte[] before = Files.readAllBytes(data.resolve("catalog.db"));
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      assertTrue(server.said().stream().anyMatch(line -> line.startsWith("sealed")));
      try (ResultSet rows = statement.executeQuery("SHOW SECRETS")) {
        assertTrue(rows.next(), "reading goes on");
      }
      for (String text :
          List.of("CREATE SECRET t AS 'x'", "ALTER SECRET s AS 'y'", "DROP SECRET s")) {
        SQLException refused = assertThrows(SQLException.class, () -> statement.execute(text));
        assertEquals("55000", refused.getSQLState(), text);
      }
    }
    assertFalse(Files.exists(key));
    assertArrayEquals(before, Files.readAllBytes(data.resolve("catalog.db")));
    Files.move(aside, key);
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SECRET s AS 'y'");
    }
  }

  @Test
  void everythingWrongOnTheCommandLineIsSaidAtOnce() {
    List<String> words =
        List.of(
            "--host", "0.0.0.0", "--pg-port", "70000", "--colour", "red", "--store", "jdbc:h2:mem:");
    Arguments.Result.Wrong wrong = (Arguments.Result.Wrong) Arguments.parse(words);
    String all = String.join("\n", wrong.complaints());
    assertTrue(all.contains("--host 0.0.0.0 is reachable from other machines"), all);
    assertTrue(all.contains("--pg-port must be a port from 0 to 65535 or off"), all);
    assertTrue(all.contains("unknown option --colour"), all);
    assertTrue(all.contains("--store must be jdbc:postgresql://"), all);
  }

  @Test
  void portsCanBeOffAndLoopbackNeedsNoTls() {
    Arguments.Result result =
        Arguments.parse(List.of("--host", "::1", "--http-port", "off", "--pg-port=65535"));
    Config config = ((Arguments.Result.Ready) result).config();
    assertFalse(config.http().on());
    assertEquals(65_535, config.postgres().number());
    assertTrue(config.egress().loopback());
  }
}
