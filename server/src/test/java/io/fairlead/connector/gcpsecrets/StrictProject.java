package io.fairlead.connector.gcpsecrets;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The secrets of the project `shop-1` for one token. It checks the sums of what it is given.
final class StrictProject implements HttpPeer.Behaviour {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SECRETS = "/v1/projects/shop-1/secrets";

  /// The newest version of each in base 64; empty for a secret without one.
  final Map<String, String> secrets = new ConcurrentHashMap<>();

  /// What is added to the sums that it gives.
  volatile int damage;

  private final String token;

  StrictProject(String token) {
    this.token = token;
  }

  void put(String name, String value) {
    secrets.put(
        name, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String[] line = asked.line().split(" ");
    if (!asked.header("Authorization").orElse("").equals("Bearer " + token)) {
      refuse(out, 401, "UNAUTHENTICATED");
    } else if (!line[1].startsWith(SECRETS)) {
      refuse(out, 404, "NOT_FOUND");
    } else {
      act(line[0], line[1].substring(SECRETS.length()), asked.body(), out);
    }
  }

  private void act(String method, String below, String body, OutputStream out)
      throws IOException {
    if (method.equals("GET") && below.equals("?pageSize=1")) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      if (!secrets.isEmpty()) {
        answer.putArray("secrets").addObject().put("name", secrets.keySet().iterator().next());
      }
      HttpPeer.write(out, 200, answer.toString());
    } else if (method.equals("POST") && below.startsWith("?secretId=")) {
      create(below.substring("?secretId=".length()), JSON.readTree(body), out);
    } else if (method.equals("POST") && below.endsWith(":addVersion")) {
      add(below.substring(1, below.indexOf(':')), JSON.readTree(body).path("payload"), out);
    } else if (method.equals("GET") && below.endsWith("/versions/latest:access")) {
      access(below.substring(1, below.indexOf('/', 1)), out);
    } else if (method.equals("DELETE") && secrets.remove(below.substring(1)) != null) {
      HttpPeer.write(out, 200, "{}");
    } else {
      refuse(out, 404, "NOT_FOUND");
    }
  }

  private void create(String name, JsonNode body, OutputStream out) throws IOException {
    if (!body.path("replication").path("automatic").isObject()) {
      refuse(out, 400, "INVALID_ARGUMENT");
    } else if (secrets.putIfAbsent(name, "") == null) {
      HttpPeer.write(out, 200, "{\"name\": \"projects/1/secrets/" + name + "\"}");
    } else {
      refuse(out, 409, "ALREADY_EXISTS");
    }
  }

  private void add(String name, JsonNode payload, OutputStream out) throws IOException {
    String data = payload.path("data").asString("");
    if (!secrets.containsKey(name)) {
      refuse(out, 404, "NOT_FOUND");
    } else if (!payload.path("dataCrc32c").asString("").equals(Long.toString(sum(data)))) {
      refuse(out, 400, "INVALID_ARGUMENT");
    } else {
      secrets.put(name, data);
      HttpPeer.write(out, 200, "{\"name\": \"projects/1/secrets/" + name + "/versions/1\"}");
    }
  }

  private void access(String name, OutputStream out) throws IOException {
    String data = secrets.get(name);
    if (data == null || data.isEmpty()) {
      refuse(out, 404, "NOT_FOUND");
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("payload")
        .put("data", data)
        .put("dataCrc32c", Long.toString(sum(data) + damage));
    HttpPeer.write(out, 200, answer.toString());
  }

  private static long sum(String data) {
    CRC32C sum = new CRC32C();
    sum.update(Base64.getDecoder().decode(data));
    return sum.getValue();
  }

  private void refuse(OutputStream out, int status, String name) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("error").put("code", status).put("status", name).put("message", token);
    HttpPeer.write(out, status, answer.toString());
  }
}
