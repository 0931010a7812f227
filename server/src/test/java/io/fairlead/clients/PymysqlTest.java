package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PyMySQL of the system's Python (Debian's package `python3-pymysql`).
class PymysqlTest {
  private static final Path SCRIPT = Path.of("src", "test", "clients", "pymysql_session.py");
  private static final Path SEEN = Path.of("src", "test", "resources", "clients", "pymysql.txt");

  @TempDir Path folder = Path.of("");

  @Test
  void seesWhatItShould() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      ProcessBuilder builder =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  SCRIPT.toString(),
                  String.valueOf(server.port("mysql")),
                  RunningServer.PASSWORD)
              .redirectErrorStream(true);
      builder.environment().put("PYTHONIOENCODING", "UTF-8");
      Process python = builder.start();
      String seen = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int ended = python.waitFor();
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(SEEN, seen);
      }
      assertEquals(Files.readString(SEEN), seen);
      assertEquals(0, ended);
    }
  }
}
