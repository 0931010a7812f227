package io.fairlead.connector.awssecrets;

import io.fairlead.base.Sha256;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultName;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.VaultValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// AWS Secrets Manager in one region, below a prefix.
final class RegionalSecrets implements Vault {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,256}");
  private static final Pattern CODE = Pattern.compile("(?:[A-Za-z0-9.]{1,100}#)?([A-Za-z]{1,64})");

  private final AwsSecretsConfig config;
  private final RequestSigner signer;
  private final HttpCaller caller;
  private final Attempt attempt;
  private final Reveal permission;

  RegionalSecrets(
      AwsSecretsConfig config,
      RequestSigner signer,
      HttpCaller caller,
      Attempt attempt,
      Reveal permission) {
    this.config = config;
    this.signer = signer;
    this.caller = caller;
    this.attempt = attempt;
    this.permission = permission;
  }

  void list() throws StepFailed {
    attempt.step(
        "list secrets",
        () -> {
          ObjectNode body = JsonNodeFactory.instance.objectNode();
          body.put("MaxResults", 1);
          if (!config.prefix().isEmpty()) {
            ObjectNode filter = body.putArray("Filters").addObject();
            filter.put("Key", "name").putArray("Values").add(config.prefix());
          }
          HttpResponse answer = call("ListSecrets", body);
          mustSucceed(answer);
          if (!answer.json().path("SecretList").isArray()) {
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
          String full = full(name);
          HttpResponse answer = call("GetSecretValue", secret("SecretId", full));
          if (code(answer).equals("ResourceNotFoundException")) {
            throw VaultRefusal.missing(full);
          }
          mustSucceed(answer);
          return value(answer.json());
        });
  }

  private static SecretBytes value(JsonNode answer) throws StepFailed {
    JsonNode text = answer.path("SecretString");
    JsonNode binary = answer.path("SecretBinary");
    if (text.isString()) {
      return VaultValue.of(text.stringValue());
    }
    if (!binary.isString()) {
      throw stranger();
    }
    try {
      return VaultValue.of(Base64.getDecoder().decode(binary.stringValue()));
    } catch (IllegalArgumentException notBase64) {
      throw stranger();
    }
  }

  @Override
  public void write(String name, SecretBytes value) throws StepFailed {
    attempt.step(
        "write secret",
        () -> {
          String full = full(name);
          ObjectNode body = secret("Name", full);
          body.put("SecretString", VaultValue.text(value, permission));
          // AWS wants one a request, so that a repeated one makes nothing new.
          body.put("ClientRequestToken", hash(full));
          HttpResponse answer = call("CreateSecret", body);
          if (code(answer).equals("ResourceExistsException")) {
            throw VaultRefusal.taken(full);
          }
          mustSucceed(answer);
          return true;
        });
  }

  /// At once, without the days in which AWS would still give it back.
  @Override
  public void remove(String name) throws StepFailed {
    attempt.step(
        "remove secret",
        () -> {
          ObjectNode body = secret("SecretId", full(name));
          body.put("ForceDeleteWithoutRecovery", true);
          HttpResponse answer = call("DeleteSecret", body);
          if (!code(answer).equals("ResourceNotFoundException")) {
            mustSucceed(answer);
          }
          return true;
        });
  }

  private String full(String name) throws StepFailed {
    return config.prefix() + VaultName.fitting(name, NAME, "letters, digits and /_+=.@-");
  }

  private static ObjectNode secret(String key, String name) {
    return JsonNodeFactory.instance.objectNode().put(key, name);
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private HttpResponse call(String action, ObjectNode body) throws StepFailed, IOException {
    HttpRequest request =
        HttpRequest.post(
                config.address().target("/"), "application/x-amz-json-1.1", body.toString())
            .with("X-Amz-Target", "secretsmanager." + action);
    return caller.call(signer.sign("secretsmanager", config.address(), request));
  }

  /// What went wrong, as AWS names it; empty when nothing did, or it has no such name.
  private static String code(HttpResponse answer) {
    var code = CODE.matcher(answer.json().path("__type").asString(""));
    return answer.status() != 200 && code.matches() ? code.group(1) : "";
  }

  private static void mustSucceed(HttpResponse answer) throws StepFailed {
    if (answer.status() == 200) {
      return;
    }
    String code = code(answer);
    throw switch (code) {
      case "UnrecognizedClientException", "InvalidClientTokenId" ->
          new StepFailed(
                  "the access key is not known, or is not active",
                  "Check ACCESS KEY ID and, for temporary keys, SESSION TOKEN.")
              .refusedCredential();
      case "InvalidSignatureException", "SignatureDoesNotMatch" ->
          new StepFailed(
                  "the signature made with the access key is wrong",
                  "Check SECRET ACCESS KEY, REGION and this server's clock.")
              .refusedCredential();
      case "ExpiredTokenException" ->
          new StepFailed("the session token of the access key has expired").refusedCredential();
      case "AccessDeniedException" ->
          new StepFailed(
                  "AWS denies access to the access key",
                  "It needs secretsmanager:ListSecrets, GetSecretValue and, to keep secrets there,"
                      + " CreateSecret and DeleteSecret.")
              .refusedCredential();
      case "DecryptionFailure" ->
          new StepFailed("AWS cannot decrypt the secret", "Check the rights on its KMS key.");
      case "InvalidRequestException" ->
          new StepFailed(
              "AWS does not do this in the state of the secret", "It may be marked for deletion.");
      case "ThrottlingException" ->
          new StepFailed("AWS asks to come back later", "Try again in a moment.").withoutAnswer();
      case "InternalServiceError", "ServiceUnavailable" ->
          new StepFailed("AWS cannot answer now (" + code + ")").withoutAnswer();
      case "" -> VaultRefusal.of(answer.status(), "Check ENDPOINT and REGION.");
      default ->
          answer.status() >= 500 || answer.status() == 429
              ? VaultRefusal.of(answer.status(), "Try again in a moment.")
              : new StepFailed("AWS refused with " + code + " (status " + answer.status() + ")");
    };
  }

  private static StepFailed stranger() {
    return VaultRefusal.stranger("AWS Secrets Manager", "Check ENDPOINT and REGION.");
  }
}
