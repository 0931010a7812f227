package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A vault with a key/value engine of version 2 at `kv/shop` in one namespace, for one token, and for
/// one role, whose logins give that token. Its refusals repeat what they were sent.
final class StrictKeyValueEngine implements HttpPeer.Behaviour {
  static final String NAMESPACE = "team/eu";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record Entry(JsonNode data, int version) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final String token;
  private final String roleId;
  private final String secretId;

  StrictKeyValueEngine(String token, String roleId, String secretId) {
    this.token = token;
    this.roleId = roleId;
    this.secretId = secretId;
  }

  void put(String path, JsonNode data) {
    Entry before = entries.get(path);
    entries.put(path, new Entry(data, before == null ? 1 : before.version() + 1));
  }

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String[] line = asked.line().split(" ");
    String target = line[1];
    if (!asked.header("X-Vault-Namespace").orElse("").equals(NAMESPACE)) {
      refuse(out, 404, "no handler for route " + target);
    } else if (line[0].equals("POST") && target.equals("/v1/auth/approle/login")) {
      login(JSON.readTree(asked.body()), out);
    } else if (!asked.header("X-Vault-Token").orElse("").equals(token)) {
      refuse(out, 403, "permission denied for " + asked.header("X-Vault-Token").orElse(""));
    } else if (target.equals("/v1/auth/token/lookup-self")) {
      HttpPeer.write(out, 200, "{\"data\": {\"id\": \"" + token + "\"}}");
    } else if (target.startsWith("/v1/kv/shop/")) {
      entry(line[0], target.substring("/v1/kv/shop/".length()), asked.body(), out);
    } else {
      refuse(out, 404, "no handler for route " + target);
    }
  }

  private void login(JsonNode body, OutputStream out) throws IOException {
    if (body.path("role_id").asString("").equals(roleId)
        && body.path("secret_id").asString("").equals(secretId)) {
      HttpPeer.write(out, 200, "{\"auth\": {\"client_token\": \"" + token + "\"}}");
    } else {
      refuse(out, 400, "invalid role or secret ID");
    }
  }

  private void entry(String method, String below, String body, OutputStream out)
      throws IOException {
    if (method.equals("GET") && below.startsWith("metadata/?list=true")) {
      list(out);
      return;
    }
    String path =
        URLDecoder.decode(below.substring(below.indexOf('/') + 1), StandardCharsets.UTF_8);
    Entry entry = entries.get(path);
    if (method.equals("DELETE") && below.startsWith("metadata/")) {
      entries.remove(path);
      HttpPeer.write(out, 204, "");
    } else if (method.equals("POST") && below.startsWith("data/")) {
      write(path, entry, JSON.readTree(body), out);
    } else if (!method.equals("GET") || !below.startsWith("data/") || entry == null) {
      HttpPeer.write(out, 404, "{\"errors\": []}");
    } else {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      ObjectNode data = answer.putObject("data");
      data.set("data", entry.data());
      data.putObject("metadata").put("version", entry.version());
      HttpPeer.write(out, 200, answer.toString());
    }
  }

  private void list(OutputStream out) throws IOException {
    if (entries.isEmpty()) {
      HttpPeer.write(out, 404, "{\"errors\": []}");
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var keys = answer.putObject("data").putArray("keys");
    entries.keySet().forEach(keys::add);
    HttpPeer.write(out, 200, answer.toString());
  }

  private void write(
      String path, @org.jspecify.annotations.Nullable Entry entry, JsonNode body, OutputStream out)
      throws IOException {
    int version = entry == null ? 0 : entry.version();
    JsonNode cas = body.path("options").path("cas");
    if (cas.isNumber() && cas.asInt() != version) {
      refuse(out, 400, "check-and-set parameter did not match the current version");
      return;
    }
    put(path, body.path("data"));
    HttpPeer.write(out, 200, "{\"data\": {\"version\": " + (version + 1) + "}}");
  }

  private static void refuse(OutputStream out, int status, String why) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("errors").add(why);
    HttpPeer.write(out, status, answer.toString());
  }
}
