package io.fairlead.server;

import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/// A whole server inside the test's JVM, on free ports and a folder of its own.
public final class RunningServer implements AutoCloseable {
  public static final String PASSWORD = "correct horse";

  private final Server server;
  private final List<String> said = new ArrayList<>();
  private final AtomicLong added = new AtomicLong();

  private RunningServer(
      Path data, int httpPort, List<String> options, Map<String, String> environment)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--data",
                data.toString(),
                "--pg-port",
                "0",
                "--mysql-port",
                "0",
                "--http-port",
                String.valueOf(httpPort)));
    words.addAll(options);
    if (!(Arguments.parse(words) instanceof Arguments.Result.Ready(Config config))) {
      throw new IllegalArgumentException(words.toString());
    }
    server =
        new Server(
            config,
            environment,
            Reveal.create(),
            said::add,
            () -> System.nanoTime() + added.get());
    server.start();
  }

  public static RunningServer in(Path data, String... options) throws IOException {
    return new RunningServer(
        data, 0, List.of(options), Map.of("FAIRLEAD_ADMIN_PASSWORD", PASSWORD));
  }

  /// With the HTTP port that it had before, say.
  public static RunningServer at(Path data, int httpPort) throws IOException {
    return new RunningServer(
        data, httpPort, List.of(), Map.of("FAIRLEAD_ADMIN_PASSWORD", PASSWORD));
  }

  public static RunningServer with(Path data, Map<String, String> environment) throws IOException {
    return new RunningServer(data, 0, List.of(), environment);
  }

  /// What it told the person who started it, line by line.
  public List<String> said() {
    return List.copyOf(said);
  }

  /// For its deadlines; nobody waits for it.
  public void passTime(Duration time) {
    added.addAndGet(time.toNanos());
  }

  public int port(String protocol) {
    return said.stream()
        .filter(line -> line.startsWith(protocol + " "))
        .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port("postgres") + "/fairlead";
  }

  public Connection connect() throws SQLException {
    return connect("admin", PASSWORD);
  }

  public Connection connect(String role, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url(), properties);
  }

  @Override
  public void close() {
    server.close();
  }
}
