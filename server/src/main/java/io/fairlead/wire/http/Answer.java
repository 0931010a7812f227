package io.fairlead.wire.http;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a route answers.
///
/// @param body maps, lists, records and values, to be written as JSON; null for none. A [String] is
///     written as it is
record Answer(int status, @Nullable Object body, Map<String, String> headers) {
  static final String JSON = "application/json";

  static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  static Answer created(String location, Object body) {
    return new Answer(201, body, Map.of("Location", location));
  }

  static Answer nothing() {
    return new Answer(204, null, Map.of());
  }

  static Answer text(int status, String type, String text) {
    return new Answer(status, text, Map.of("Content-Type", type));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more);
  }
}
