package io.fairlead.connector;

import io.fairlead.base.Limits;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The answer to a [HttpRequest]. All of it is the peer's word: nothing of it goes into a message
/// before it has been held against what it should look like.
///
/// @param headers by name, whose case does not count; of several with one name, the last
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.HTTP_JSON_NESTING)
                          .build())
                  .build())
          .build();

  /// The body read as JSON; missing when it is none.
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JacksonException none) {
      return JSON.missingNode();
    }
  }

  /// Without headers and body, which may hold secrets.
  @Override
  public String toString() {
    return "status " + status;
  }
}
