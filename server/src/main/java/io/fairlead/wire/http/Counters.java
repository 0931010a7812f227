package io.fairlead.wire.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// `GET /metrics` in Prometheus' text form. A few lines of text need no library.
final class Counters {
  /// Paths come from anybody; labels of their making would fill the memory.
  private static final Set<String> ROUTES =
      Set.of(
          "connections", "events", "health", "metrics", "openapi.json", "sql", "tokens", "vault");

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Supplier<Map<String, Number>> gauges;

  /// @param gauges by name; what the rest of the server tells of itself
  Counters(Supplier<Map<String, Number>> gauges) {
    this.gauges = gauges;
  }

  /// @param path of the request, whatever it is
  void count(List<String> path, int status) {
    String first = path.isEmpty() ? "" : path.getFirst();
    String route = ROUTES.contains(first) ? first : "none";
    requests
        .computeIfAbsent(
            "{route=\"" + route + "\",status=\"" + status / 100 + "xx\"}", _ -> new LongAdder())
        .increment();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# TYPE fairlead_http_requests_total counter\n");
    requests.forEach(
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
