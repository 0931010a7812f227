package io.fairlead.wire.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `GET /openapi.json`: this interface in OpenAPI 3.1, with one schema for the options of each
/// connection type, made from the tables by which options are checked.
final class OpenApi {
  private record Operation(String path, String method, String what, int status) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation("/connections", "get", "Lists connections", 200),
          new Operation("/connections", "post", "Creates a connection", 201),
          new Operation("/connections/{name}", "get", "One connection", 200),
          new Operation("/connections/{name}", "put", "Changes it; options replace the map", 200),
          new Operation("/connections/{name}", "patch", "Changes it; options are merged", 200),
          new Operation("/connections/{name}", "delete", "Drops it", 204),
          new Operation("/connections/{name}/test", "post", "Tests it", 200),
          new Operation("/connections/{name}/history", "get", "Its versions", 200),
          new Operation("/connections/{name}/dependants", "get", "What needs it", 200),
          new Operation("/connections/{name}/resolve", "post", "What a driver needs", 200),
          new Operation("/vault/entries", "get", "Lists secrets", 200),
          new Operation("/vault/entries", "post", "Creates a secret", 201),
          new Operation("/vault/entries/{id}", "get", "One secret, without its value", 200),
          new Operation("/vault/entries/{id}", "put", "Changes it", 200),
          new Operation("/vault/entries/{id}", "delete", "Drops it", 204),
          new Operation("/vault/backends", "get", "Lists credential storages", 200),
          new Operation("/vault/backends", "post", "Creates a credential storage", 201),
          new Operation("/vault/backends/{id}", "get", "One credential storage", 200),
          new Operation("/vault/backends/{id}", "put", "Changes it", 200),
          new Operation("/vault/backends/{id}", "delete", "Drops it", 204),
          new Operation("/vault/backends/{id}/test", "post", "Tests it", 200),
          new Operation("/tokens", "get", "Lists tokens", 200),
          new Operation("/tokens", "post", "Creates a token; shown once", 201),
          new Operation("/tokens/{name}", "delete", "Revokes it", 204),
          new Operation("/sql", "post", "Runs statements", 200),
          new Operation("/events", "get", "Committed changes as server-sent events", 200),
          new Operation("/metrics", "get", "Counters for Prometheus", 200));

  private final List<TypeView> types;
  private final String version;

  OpenApi(List<TypeView> types, String version) {
    this.types = types;
    this.version = version;
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Fairlead", "version", version));
    document.put("paths", paths());
    document.put(
        "components",
        Map.of(
            "securitySchemes",
            Map.of(
                "basic", Map.of("type", "http", "scheme", "basic"),
                "bearer", Map.of("type", "http", "scheme", "bearer")),
            "schemas",
            schemas()));
    document.put("security", List.of(Map.of("basic", List.of()), Map.of("bearer", List.of())));
    return document;
  }

  private static Map<String, Object> paths() {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Operation operation : OPERATIONS) {
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("summary", operation.what());
      List<Object> parameters = new ArrayList<>();
      for (String part : operation.path().split("/", -1)) {
        if (part.startsWith("{")) {
          Map<String, Object> parameter = new LinkedHashMap<>();
          parameter.put("name", part.substring(1, part.length() - 1));
          parameter.put("in", "path");
          parameter.put("required", true);
          parameter.put("schema", Map.of("type", "string"));
          parameters.add(parameter);
        }
      }
      described.put("parameters", parameters);
      described.put(
          "responses",
          Map.of(
              String.valueOf(operation.status()),
              Map.of("description", operation.what()),
              "default",
              Map.of("description", "A problem document (RFC 9457)")));
      paths
          .computeIfAbsent(operation.path(), _ -> new LinkedHashMap<>())
          .put(operation.method(), described);
    }
    return new LinkedHashMap<>(paths);
  }

  private Map<String, Object> schemas() {
    Map<String, Object> schemas = new LinkedHashMap<>();
    for (TypeView type : types) {
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (TypeView.OptionView option : type.options()) {
        properties.put(option.key(), property(option));
        if (option.required()) {
          required.add(option.key());
        }
      }
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("description", "The options of connection_type " + type.name());
      schema.put("properties", properties);
      schema.put("required", required);
      schema.put("additionalProperties", false);
      schemas.put("options-" + type.name(), schema);
    }
    return schemas;
  }

  private static Map<String, Object> property(TypeView.OptionView option) {
    Map<String, Object> property = new LinkedHashMap<>();
    switch (option.kind()) {
      case "number" -> property.put("type", List.of("integer", "string"));
      case "flag" -> property.put("type", List.of("boolean", "string"));
      case "list" -> property.put("type", "array");
      case "secret", "connection" -> property.put("type", List.of("string", "object"));
      default -> property.put("type", "string");
    }
    property.put("description", option.help());
    if (!option.initial().isEmpty()) {
      property.put("default", option.initial());
    }
    return property;
  }
}
