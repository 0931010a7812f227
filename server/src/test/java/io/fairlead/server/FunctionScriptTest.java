package io.fairlead.server;

import io.fairlead.base.Limits;
import io.fairlead.connector.http.FunctionPeer;
import io.fairlead.golden.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
      FunctionPeer service = new FunctionPeer();
      OPEN.add(service);
      RunningServer server = RunningServer.in(Files.createTempDirectory(folder, "data"));
      OPEN.add(server);
      Script script = new Script(server, values(service));
      OPEN.add(script);
      return script;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, String> values(FunctionPeer service) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("too.many", parameters(Limits.FUNCTION_PARAMETERS + 1));
    values.put("most", parameters(Limits.FUNCTION_PARAMETERS));
    values.put("port", String.valueOf(service.port()));
    return values;
  }

  private static String parameters(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a" + i + " INT")
        .collect(Collectors.joining(", "));
  }
}
