package io.fairlead.connector.gcpsecrets;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultName;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.VaultValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The secrets of one project.
final class ProjectSecrets implements Vault {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final GcpSecretsConfig config;
  private final BearerToken token;
  private final HttpCaller caller;
  private final Attempt attempt;
  private final Reveal permission;

  ProjectSecrets(
      GcpSecretsConfig config,
      BearerToken token,
      HttpCaller caller,
      Attempt attempt,
      Reveal permission) {
    this.config = config;
    this.token = token;
    this.caller = caller;
    this.attempt = attempt;
    this.permission = permission;
  }

  void list() throws StepFailed {
    attempt.step(
        "list secrets",
        () -> {
          HttpResponse answer = call(HttpRequest.get(secrets() + "?pageSize=1"));
          mustSucceed(answer);
          // A project without secrets answers with an empty object.
          JsonNode list = answer.json().path("secrets");
          if (!answer.json().isObject() || !(list.isMissingNode() || list.isArray())) {
            throw stranger();
          }
          return true;
        });
  }

  @Override
  public SecretBytes read(String name) throws StepFailed {
    return attempt.step(
        "read secret",
        () -> {
          HttpResponse answer =
              call(HttpRequest.get(secret(name) + "/versions/latest:access"));
          if (answer.status() == 404) {
            throw VaultRefusal.missing(name);
          }
          if (isPrecondition(answer)) {
            throw new StepFailed(
                "the newest version of the secret \"" + name + "\" is disabled or destroyed");
          }
          mustSucceed(answer);
          return value(answer.json().path("payload"));
        });
  }

  private static boolean isPrecondition(HttpResponse answer) {
    String status = answer.json().path("error").path("status").asString("");
    return answer.status() == 400 && status.equals("FAILED_PRECONDITION");
  }

  private static SecretBytes value(JsonNode payload) throws StepFailed {
    if (!payload.isObject() || !payload.path("data").isString()) {
      throw stranger();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(payload.path("data").stringValue());
    } catch (IllegalArgumentException notBase64) {
      throw stranger();
    }
    String sum = payload.path("dataCrc32c").asString("");
    if (!sum.isEmpty() && !sum.equals(checksum(bytes))) {
      throw new StepFailed("the secret was damaged on its way", "Try again.");
    }
    return VaultValue.of(bytes);
  }

  private static String checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return Long.toString(sum.getValue());
  }

  /// In two requests: when the second one fails, a secret without a version stays for [#remove].
  @Override
  public void write(String name, SecretBytes value) throws StepFailed {
    attempt.step(
        "write secret",
        () -> {
          String version = secret(name) + ":addVersion";
          ObjectNode automatic = JsonNodeFactory.instance.objectNode();
          automatic.putObject("replication").putObject("automatic");
          HttpResponse made =
              call(HttpRequest.json("POST", secrets() + "?secretId=" + name, automatic));
          if (made.status() == 409) {
            throw VaultRefusal.taken(name);
          }
          mustSucceed(made);
          mustSucceed(call(HttpRequest.json("POST", version, payload(value))));
          return true;
        });
  }

  private ObjectNode payload(SecretBytes value) {
    byte[] bytes = value.reveal(permission);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("payload")
        .put("data", Base64.getEncoder().encodeToString(bytes))
        .put("dataCrc32c", checksum(bytes));
    Arrays.fill(bytes, (byte) 0);
    return body;
  }

  @Override
  public void remove(String name) throws StepFailed {
    attempt.step(
        "remove secret",
        () -> {
          HttpResponse answer = call(HttpRequest.delete(secret(name)));
          if (answer.status() != 404) {
            mustSucceed(answer);
          }
          return true;
        });
  }

  private String secrets() {
    return config.address().target("/v1/projects/" + config.project() + "/secrets");
  }

  private String secret(String name) throws StepFailed {
    return secrets() + "/" + VaultName.fitting(name, NAME, "letters, digits, - and _");
  }

  private HttpResponse call(HttpRequest request) throws StepFailed, IOException {
    return caller.call(token.onto(request));
  }

  private static void mustSucceed(HttpResponse answer) throws StepFailed {
    if (answer.status() == 404) {
      throw new StepFailed("Google does not know the project", "Check PROJECT ID.");
    }
    if (answer.status() != 200) {
      throw VaultRefusal.of(
          answer.status(),
          "Check the service account's roles, and that the Secret Manager API is enabled.");
    }
  }

  private static StepFailed stranger() {
    return VaultRefusal.stranger("Google Cloud's Secret Manager", "Check ENDPOINT.");
  }
}
