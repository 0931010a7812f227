package io.fairlead.wire.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// `GET /metrics` in Prometheus' text form. A few lines of text need no library.
final class Counters {
  private record Labels(String route, int hundreds) {
    @Override
    public String toString() {
      return "{route=\"" + route + "\",status=\"" + hundreds + "xx\"}";
    }
  }

  /// Paths come from anybody; labels of their making would fill the memory.
  private static final Set<String> ROUTES =
      Set.of(
          "connections", "events", "health", "metrics", "openapi.json", "sql", "tokens", "vault");

  private final Map<Labels, LongAdder> requests = new ConcurrentHashMap<>();
  private final Supplier<Map<String, Number>> gauges;

  /// @param gauges by name; what the rest of the server tells of itself
  Counters(Supplier<Map<String, Number>> gauges) {
    this.gauges = gauges;
  }

  /// @param path of the request, whatever it is
  void count(List<String> path, int status) {
    String first = path.isEmpty() ? "" : path.getFirst();
    String route = ROUTES.contains(first) ? first : "none";
    requests.computeIfAbsent(new Labels(route, status / 100), _ -> new LongAdder()).increment();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# TYPE fairlead_http_requests_total counter\n");
    Map<String, LongAdder> sorted = new TreeMap<>();
    requests.forEach((labels, count) -> sorted.put(labels.toString(), count));
    sorted.forEach(
        (labels, count) ->
            text.append("fairlead_http_requests_total")
                .append(labels)
                .append(' ')
                .append(count.sum())
                .append('\n'));
    gauges
        .get()
        .forEach(
            (name, value) ->
                text.append("# TYPE fairlead_")
                    .append(name)
                    .append(" gauge\nfairlead_")
                    .append(name)
                    .append(' ')
                    .append(value)
                    .append('\n'));
    return text.toString();
  }
}
