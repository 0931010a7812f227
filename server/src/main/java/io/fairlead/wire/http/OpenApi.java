package io.fairlead.wire.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
          new Operation("/metrics", "get", "Counters for Prometheus", 200),
          new Operation("/openapi.json", "get", "This document", 200),
          new Operation("/health/live", "get", "Whether the server runs", 200),
          new Operation("/health/ready", "get", "Whether clients are served", 200));

  private static final Map<String, Object> PROBLEM =
      Map.of(
          "type", "object",
          "description", "A problem document (RFC 9457), with every problem at once",
          "properties",
              Map.of(
                  "type", Map.of("type", "string"),
                  "title", Map.of("type", "string"),
                  "status", Map.of("type", "integer"),
                  "code", Map.of("type", "string", "description", "An SQLSTATE"),
                  "detail", Map.of("type", "string"),
                  "hint", Map.of("type", "string"),
                  "errors",
                      Map.of("type", "array", "items", reference("problem"))),
          "required", List.of("type", "title", "status"));

  /// Operations whose body has a field `options`.
  private static final Set<String> WITH_OPTIONS =
      Set.of(
          "post /connections",
          "put /connections/{name}",
          "patch /connections/{name}",
          "post /vault/backends",
          "put /vault/backends/{id}");

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

  private static Map<String, Object> reference(String schema) {
    return Map.of("$ref", "#/components/schemas/" + schema);
  }

  private Map<String, Object> paths() {
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
              Map.of(
                  "description",
                  "A problem document (RFC 9457)",
                  "content",
                  Map.of("application/problem+json", Map.of("schema", reference("problem"))))));
      if (operation.path().startsWith("/health/")) {
        described.put("security", List.of());
      }
      if (WITH_OPTIONS.contains(operation.method() + " " + operation.path())) {
        described.put("requestBody", Map.of("content", Map.of(Answer.JSON, bodyWithOptions())));
      }
      paths
          .computeIfAbsent(operation.path(), _ -> new LinkedHashMap<>())
          .put(operation.method(), described);
    }
    return new LinkedHashMap<>(paths);
  }

  /// The options are those of one type; which one, the body or the object says.
  private Map<String, Object> bodyWithOptions() {
    List<Object> options =
        types.stream().<Object>map(type -> reference("options-" + type.name())).toList();
    return Map.of(
        "schema",
        Map.of("type", "object", "properties", Map.of("options", Map.of("anyOf", options))));
  }

  private Map<String, Object> schemas() {
    Map<String, Object> schemas = new LinkedHashMap<>();
    schemas.put("problem", PROBLEM);
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
