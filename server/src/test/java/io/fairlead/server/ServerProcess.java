package io.fairlead.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// A server in a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  private final Process process;
  private final List<String> said = new ArrayList<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// Starts one and waits until it is ready.
  static ServerProcess start(Path data, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fairlead.server.Main",
                "serve",
                "--data",
                data.toString(),
                "--pg-port",
                "0",
                "--mysql-port",
                "0",
                "--http-port",
                "off"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FAIRLEAD_ADMIN_PASSWORD", PASSWORD);
    ServerProcess server = new ServerProcess(builder.start());
    server.awaitReady();
    return server;
  }

  private void awaitReady() throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      said.add(line);
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start: " + said);
    }
  }

  /// What it printed before it was ready.
  List<String> said() {
    return List.copyOf(said);
  }

  Connection connect() throws SQLException {
    String port =
        said.stream()
            .filter(line -> line.startsWith("postgres "))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .findFirst()
            .orElseThrow();
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslmode", "disable");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/fairlead", properties);
  }

  /// As `kill -9` does it.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// As a service manager stops it.
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /// Of all its processors together, since it started.
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /// Memory that it holds, in MB.
  long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
