package io.fairlead.connector.azurekeyvault;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A vault of Azure, and Microsoft Entra for one application of one tenant, whose token alone the
/// vault accepts. Its refusals repeat what they were sent.
final class StrictKeyVault {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SECRET =
      Pattern.compile("/secrets/([A-Za-z0-9-]{1,127})\\?api-version=[0-9.]+");

  final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final String form;
  private final String token;

  /// @param form what a request for a token must say, decoded
  StrictKeyVault(String form, String token) {
    this.form = form;
    this.token = token;
  }

  void signIn(HttpPeer.Asked asked, OutputStream out) throws IOException {
    if (!asked.line().equals("POST /shop.example/oauth2/v2.0/token HTTP/1.1")) {
      HttpPeer.write(out, 400, "{\"error\": \"invalid_request\"}");
    } else if (URLDecoder.decode(asked.body(), StandardCharsets.UTF_8).equals(form)) {
      HttpPeer.write(
          out,
          200,
          "{\"token_type\": \"Bearer\", \"expires_in\": 3599, \"access_token\": \"" + token
              + "\"}");
    } else {
      HttpPeer.write(
          out,
          401,
          "{\"error\": \"invalid_client\", \"error_description\": \"" + asked.body() + "\"}");
    }
  }

  void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String[] line = asked.line().split(" ");
    Matcher secret = SECRET.matcher(line[1]);
    if (!asked.header("Authorization").orElse("").equals("Bearer " + token)) {
      refuse(out, 401, "Unauthorized");
    } else if (asked.line().startsWith("GET /secrets?maxresults=1&api-version=")) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      var list = answer.putArray("value");
      secrets.keySet().stream().limit(1).forEach(name -> list.addObject().put("id", name));
      HttpPeer.write(out, 200, answer.toString());
    } else if (!secret.matches()) {
      refuse(out, 400, "BadParameter");
    } else {
      act(line[0], secret.group(1), asked.body(), out);
    }
  }

  private void act(String method, String name, String body, OutputStream out)
      throws IOException {
    if (method.equals("PUT")) {
      secrets.put(name, JSON.readTree(body).path("value").asString(""));
    }
    String value = secrets.get(name);
    if (value == null) {
      refuse(out, 404, "SecretNotFound");
      return;
    }
    if (method.equals("DELETE")) {
      secrets.remove(name);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    HttpPeer.write(out, 200, answer.put("value", value).toString());
  }

  private void refuse(OutputStream out, int status, String code) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("error").put("code", code).put("message", token);
    HttpPeer.write(out, status, answer.toString());
  }
}
