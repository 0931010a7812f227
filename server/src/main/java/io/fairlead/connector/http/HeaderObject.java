package io.fairlead.connector.http;

import io.fairlead.connector.HeaderName;
import io.fairlead.connector.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Headers as people write them: `{"Authorization": "Bearer …"}`.
final class HeaderObject {
  static final String WHAT_IT_MUST_BE =
      "it must be a JSON object with a text for each header, and none that the server sets itself";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HeaderObject() {}

  /// Empty when the text is no such object.
  static Optional<SortedMap<String, String>> read(String text) {
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    JsonNode object;
    try {
      object = JSON.readTree(text);
    } catch (JacksonException none) {
      return Optional.empty();
    }
    if (object == null || !object.isObject()) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> header : object.properties()) {
      String value = header.getValue().asString("");
      if (!header.getValue().isString()
          || !HeaderName.isName(header.getKey())
          || !HeaderName.mayBeFilled(header.getKey())
          || !HttpRequest.fits(value)) {
        return Optional.empty();
      }
      headers.put(header.getKey(), value);
    }
    return Optional.of(headers);
  }
}
