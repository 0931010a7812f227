package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON in and out. Bodies are bounded in depth, and a key that is there twice is refused: two readers
/// could take two meanings from it.
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.HTTP_JSON_NESTING)
                          .maxStringLength(Limits.REQUEST_BODY)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private Json() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// @throws Refusal when it is not a JSON object; the text is not quoted, it may hold a secret
  static JsonNode object(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JacksonException notJson) {
      // Said below.
    }
    throw Refusal.of(
        ProblemKind.INVALID_TEXT,
        "the body is not one JSON object, or nests deeper than " + Limits.HTTP_JSON_NESTING);
  }
}
