package io.fairlead.server;

import io.fairlead.connector.http.FunctionService;
import io.fairlead.golden.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The scripts in `src/test/resources/scripts-functions`, on a new server over the PostgreSQL protocol,
/// with a real service of functions.
class FunctionScriptTest {
  @TempDir static Path folder = Path.of("");
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable resource : OPEN.reversed()) {
      resource.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> scripts() {
    return GoldenFiles.scripts("scripts-functions", FunctionScriptTest::start);
  }

  private static Script start() {
    try {
      FunctionService service = new FunctionService();
      OPEN.add(service);
      RunningServer server = RunningServer.in(Files.createTempDirectory(folder, "data"));
      OPEN.add(server);
      Script script = new Script(server, Map.of("port", String.valueOf(service.port())));
      OPEN.add(script);
      return script;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
