package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/metrics` line by line, by the rules of Prometheus' text format 0.0.4.
class MetricsTest {
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"\\\\\n]*\"(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"[^\"\\\\\n]*\")*})?"
              + " ([0-9]+(?:\\.[0-9]+)?)");

  @TempDir Path folder = Path.of("");

  @Test
  void everyLineIsOneOfTheFormatAndLabelsAreOurs() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      HttpCaller caller = new HttpCaller(server);
      caller.call("GET", "/connections", "");
      caller.call("GET", "/connections/nowhere", "");
      caller.as("", "GET", "/%22%0Ainjected%20", "");
      caller.as("", "GET", "/anything", "");
      HttpResponse<String> answer = caller.call("GET", "/metrics", "");
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          answer.headers().firstValue("Content-Type").orElse(""));
      Map<String, String> samples = read(answer.body());
      assertEquals(
          "1", samples.get("fairlead_http_requests_total{route=\"connections\",status=\"2xx\"}"));
      assertEquals(
          "1", samples.get("fairlead_http_requests_total{route=\"connections\",status=\"4xx\"}"));
      // The first of the two never came so far: its path has a line break in it.
      assertEquals("1", samples.get("fairlead_http_requests_total{route=\"none\",status=\"4xx\"}"));
      assertTrue(samples.containsKey("fairlead_catalog_objects"));
      assertTrue(samples.containsKey("fairlead_catalog_sequence"));
      assertFalse(answer.body().contains("injected"), answer.body());
    }
  }

  private static Map<String, String> read(String text) {
    assertTrue(text.endsWith("\n"), text);
    Map<String, String> samples = new HashMap<>();
    Set<String> typed = new HashSet<>();
    String type = "";
    for (String line : text.lines().toList()) {
      Matcher declared = TYPE.matcher(line);
      if (declared.matches()) {
        type = declared.group(1);
        assertTrue(typed.add(type), "declared twice: " + line);
        assertEquals(declared.group(2).equals("counter"), type.endsWith("_total"), line);
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      assertTrue(sample.matches(), line);
      assertEquals(type, sample.group(1), "stands below another's type: " + line);
      String labels = sample.group(2) == null ? "" : sample.group(2);
      assertEquals(null, samples.put(type + labels, sample.group(3)), "is there twice: " + line);
    }
    return samples;
  }
}
