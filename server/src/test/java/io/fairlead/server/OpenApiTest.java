package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.secret.Reveal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/openapi.json` against the rules of OpenAPI 3.1, against the option tables and against the routes
/// that the server has.
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @TempDir static Path folder = Path.of("");
  private static JsonNode document = JsonMapper.shared().createObjectNode();
  private static final List<String> WRONG = new ArrayList<>();

  @BeforeAll
  static void read() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      HttpCaller caller = new HttpCaller(server);
      document = JsonMapper.shared().readTree(caller.call("GET", "/openapi.json", "").body());
      for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
        String real = path.getKey().replaceAll("\\{[^}]*}", "u99");
        Set<String> described = new HashSet<>(path.getValue().propertyNames());
        for (String method : METHODS) {
          String query = real.equals("/events") ? "?after=999999" : "";
          int status =
              caller.call(method.toUpperCase(Locale.ROOT), real + query, "{}").statusCode();
          if ((status != 405) != described.contains(method)) {
            WRONG.add(method + " " + path.getKey() + " answers " + status);
          }
        }
      }
    }
  }

  @Test
  void theStructureIsOpenApis() {
    assertTrue(document.get("openapi").stringValue().startsWith("3.1."));
    assertFalse(document.get("info").get("title").stringValue().isBlank());
    assertFalse(document.get("info").get("version").stringValue().isBlank());
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      assertTrue(path.getKey().startsWith("/"), path.getKey());
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String where = operation.getKey() + " " + path.getKey();
        assertTrue(METHODS.contains(operation.getKey()), where);
        assertFalse(operation.getValue().get("responses").isEmpty(), where);
        for (Map.Entry<String, JsonNode> answer :
            operation.getValue().get("responses").properties()) {
          assertTrue(answer.getKey().matches("[1-5][0-9X]{2}|default"), where);
          assertFalse(answer.getValue().get("description").stringValue().isBlank(), where);
        }
        Set<String> inPath = new HashSet<>();
        for (JsonNode parameter : operation.getValue().get("parameters")) {
          if (parameter.get("in").stringValue().equals("path")) {
            inPath.add("{" + parameter.get("name").stringValue() + "}");
            assertTrue(parameter.get("required").booleanValue(), where);
          }
        }
        Set<String> written = new HashSet<>();
        for (String part : path.getKey().split("/")) {
          if (part.startsWith("{")) {
            written.add(part);
          }
        }
        assertEquals(written, inPath, where);
      }
    }
  }

  @Test
  void everyReferenceResolves() {
    int[] count = {0};
    references(document, count);
    for (JsonNode need : document.get("security")) {
      for (String scheme : need.propertyNames()) {
        assertTrue(document.at("/components/securitySchemes").has(scheme), scheme);
      }
    }
    assertNotEquals(0, count[0], "nothing refers to a schema");
  }

  private static void references(JsonNode node, int[] count) {
    if (node.has("$ref")) {
      String target = node.get("$ref").stringValue();
      assertTrue(target.startsWith("#/"), target);
      assertFalse(document.at(target.substring(1)).isMissingNode(), target);
      count[0]++;
    }
    node.values().forEach(child -> references(child, count));
  }

  @Test
  void everyMethodOfARouteIsInItAndNoOther() {
    assertEquals(List.of(), WRONG);
  }

  @Test
  void everyOptionOfEveryTypeIsInIt() throws Exception {
    JsonNode schemas = document.at("/components/schemas");
    for (ConnectorType<?> type :
        Extensions.connectors(
                Reveal.create(), InstantSource.system(), "test", Optional.empty(), Map.of(), List.of())
            .all()) {
      JsonNode schema = schemas.get("options-" + type.name());
      Set<String> keys = new HashSet<>();
      Set<String> required = new HashSet<>();
      for (OptionSpec spec : type.options()) {
        if (spec.shape() != OptionSpec.Shape.SYSTEM) {
          keys.add(spec.key());
          if (spec.required()) {
            required.add(spec.key());
          }
        }
      }
      assertEquals(keys, new HashSet<>(schema.get("properties").propertyNames()), type.name());
      Set<String> needed = new HashSet<>();
      schema.get("required").forEach(key -> needed.add(key.stringValue()));
      assertEquals(required, needed, type.name());
    }
  }
}
