package io.fairlead.connector.awssecrets;

import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.SignatureClaim;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Secrets Manager in one region for one access key, whose signatures it checks. Its refusals repeat
/// what they were sent.
///
/// @param secrets the newest version of each
record StrictRegion(String keyId, String key, String region, Map<String, String> secrets)
    implements HttpPeer.Behaviour {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  StrictRegion(String keyId, String key, String region) {
    this(keyId, key, region, new ConcurrentHashMap<>());
  }

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    Optional<SignatureClaim> claim = SignatureClaim.of(asked, "secretsmanager");
    String target = asked.header("X-Amz-Target").orElse("");
    if (!asked.header("Content-Type").orElse("").equals("application/x-amz-json-1.1")
        || !target.startsWith("secretsmanager.")) {
      refuse(out, "UnknownOperationException", asked.body());
    } else if (claim.isEmpty()) {
      refuse(out, "MissingAuthenticationTokenException", asked.body());
    } else if (!claim.get().keyId().equals(keyId)) {
      refuse(out, "UnrecognizedClientException", asked.body());
    } else if (!claim.get().region().equals(region) || !claim.get().isTrue(asked, key, false)) {
      refuse(out, "InvalidSignatureException", asked.body());
    } else {
      act(target.substring("secretsmanager.".length()), JSON.readTree(asked.body()), out);
    }
  }

  private void act(String action, JsonNode body, OutputStream out) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    String id = body.path("SecretId").asString("");
    switch (action) {
      case "ListSecrets" -> {
        if (body.path("MaxResults").asInt(0) != 1) {
          refuse(out, "InvalidParameterException", body.toString());
          return;
        }
        var list = answer.putArray("SecretList");
        secrets.keySet().stream().limit(1).forEach(name -> list.addObject().put("Name", name));
      }
      case "GetSecretValue" -> {
        String value = secrets.get(id);
        if (value == null) {
          refuse(out, "ResourceNotFoundException", id);
          return;
        }
        answer.put("Name", id).put("SecretString", value);
      }
      case "CreateSecret" -> {
        String name = body.path("Name").asString("");
        if (body.path("ClientRequestToken").asString("").length() < 32) {
          refuse(out, "InvalidParameterException", "ClientRequestToken");
          return;
        }
        if (secrets.putIfAbsent(name, body.path("SecretString").asString("")) != null) {
          refuse(out, "ResourceExistsException", body.toString());
          return;
        }
        answer.put("Name", name);
      }
      case "DeleteSecret" -> {
        if (!body.path("ForceDeleteWithoutRecovery").asBoolean(false)) {
          refuse(out, "InvalidRequestException", id);
          return;
        }
        secrets.remove(id);
        answer.put("Name", id);
      }
      default -> {
        refuse(out, "UnknownOperationException", action);
        return;
      }
    }
    HttpPeer.write(out, 200, answer.toString());
  }

  private static void refuse(OutputStream out, String code, String why) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("__type", "com.amazonaws.secretsmanager#" + code).put("Message", why);
    HttpPeer.write(out, 400, answer.toString());
  }
}
