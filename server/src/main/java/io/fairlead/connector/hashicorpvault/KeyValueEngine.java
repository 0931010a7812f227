package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.VaultValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A key/value engine, version 2.
final class KeyValueEngine implements Vault {
  private final HashicorpVaultConfig config;
  private final UnaryOperator<HttpRequest> headers;
  private final HttpCaller caller;
  private final Attempt attempt;
  private final Reveal permission;

  /// @param headers makes a request one that the vault accepts
  KeyValueEngine(
      HashicorpVaultConfig config,
      UnaryOperator<HttpRequest> headers,
      HttpCaller caller,
      Attempt attempt,
      Reveal permission) {
    this.config = config;
    this.headers = headers;
    this.caller = caller;
    this.attempt = attempt;
    this.permission = permission;
  }

  /// OpenBao lists one entry; Vault, which knows no limit, all at the top.
  void list() throws StepFailed {
    attempt.step(
        "list secrets",
        () -> {
          HttpResponse answer = call(HttpRequest.get(target("metadata/?list=true&limit=1")));
          JsonNode json = answer.json();
          // An engine without entries is not found, without an error.
          boolean empty = answer.status() == 404 && json.path("errors").isEmpty();
          if (answer.status() == 404 && !(empty && json.path("errors").isArray())) {
            throw new StepFailed(
                "the vault has no key/value engine at \"" + config.mount() + "\"", "Check MOUNT.");
          }
          if (!empty && answer.status() != 200) {
            throw refused(answer.status());
          }
          if (!empty && !json.path("data").path("keys").isArray()) {
            throw stranger();
          }
          return empty;
        });
  }

  @Override
  public SecretBytes read(String name) throws StepFailed {
    return attempt.step("read secret", () -> read(EntryName.read(name)));
  }

  private SecretBytes read(EntryName name) throws StepFailed, IOException {
    HttpResponse answer = call(HttpRequest.get(target("data/" + name.encodedPath())));
    if (answer.status() == 404) {
      throw VaultRefusal.missing(name.path());
    }
    if (answer.status() != 200) {
      throw refused(answer.status());
    }
    JsonNode data = answer.json().path("data").path("data");
    if (!data.isObject()) {
      throw VaultRefusal.stranger(
          "a key/value engine of version 2", "Check MOUNT, and the version of its engine.");
    }
    Optional<String> field = name.field();
    if (field.isEmpty() && !data.has(EntryName.INITIAL_FIELD)) {
      return VaultValue.of(data.toString());
    }
    String wanted = field.orElse(EntryName.INITIAL_FIELD);
    JsonNode value = data.path(wanted);
    if (value.isMissingNode()) {
      throw new StepFailed(
          "the secret \"" + name.path() + "\" has no field \"" + wanted + "\"",
          "Names are of the form path#field.");
    }
    return VaultValue.of(value.isString() ? value.stringValue() : value.toString());
  }

  @Override
  public void write(String name, SecretBytes value) throws StepFailed {
    attempt.step("write secret", () -> write(EntryName.read(name), value));
  }

  private boolean write(EntryName name, SecretBytes value) throws StepFailed, IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    // Version 0: only where there is nothing yet.
    body.putObject("options").put("cas", 0);
    body.putObject("data")
        .put(
            name.field().orElse(EntryName.INITIAL_FIELD), VaultValue.text(value, permission));
    HttpResponse answer =
        call(HttpRequest.json("POST", target("data/" + name.encodedPath()), body));
    if (answer.status() == 400 && answer.json().toString().contains("check-and-set")) {
      throw VaultRefusal.taken(name.path());
    }
    mustBeDone(answer);
    return true;
  }

  /// With all versions of the entry.
  @Override
  public void remove(String name) throws StepFailed {
    attempt.step(
        "remove secret",
        () -> {
          String below = "metadata/" + EntryName.read(name).encodedPath();
          HttpResponse answer = call(HttpRequest.delete(target(below)));
          if (answer.status() != 404) {
            mustBeDone(answer);
          }
          return true;
        });
  }

  private String target(String below) {
    return config.address().target("/v1/" + config.mount() + "/" + below);
  }

  private HttpResponse call(HttpRequest request) throws StepFailed, IOException {
    return caller.call(headers.apply(request));
  }

  private static void mustBeDone(HttpResponse answer) throws StepFailed {
    if (answer.status() / 100 != 2) {
      throw refused(answer.status());
    }
  }

  static StepFailed refused(int status) {
    return switch (status) {
      case 503 ->
          new StepFailed("the vault is sealed or not ready", "An operator has to unseal it.")
              .withoutAnswer();
      // What a standby answers that does not pass requests on.
      case 472, 473 ->
          new StepFailed("the vault is a standby", "Check ADDRESS, or wait for the active node.")
              .withoutAnswer();
      default ->
          VaultRefusal.of(status, "Check the token's or the role's policies, and NAMESPACE.");
    };
  }

  static StepFailed stranger() {
    return VaultRefusal.stranger("a Vault or OpenBao", "Check ADDRESS and MOUNT.");
  }
}
