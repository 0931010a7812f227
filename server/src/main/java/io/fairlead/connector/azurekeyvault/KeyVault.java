package io.fairlead.connector.azurekeyvault;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpAddress;
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
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One vault of Azure. What is removed stays recoverable there for as long as the vault is told to
/// keep it.
final class KeyVault implements Vault {
  private static final String VERSION = "api-version=7.4";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,127}");

  private final HttpAddress address;
  private final BearerToken token;
  private final HttpCaller caller;
  private final Attempt attempt;
  private final Reveal permission;

  KeyVault(
      HttpAddress address,
      BearerToken token,
      HttpCaller caller,
      Attempt attempt,
      Reveal permission) {
    this.address = address;
    this.token = token;
    this.caller = caller;
    this.attempt = attempt;
    this.permission = permission;
  }

  void list() throws StepFailed {
    attempt.step(
        "list secrets",
        () -> {
          HttpResponse answer =
              call(HttpRequest.get(address.target("/secrets?maxresults=1&" + VERSION)));
          mustBe(200, answer);
          if (!answer.json().path("value").isArray()) {
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
          HttpResponse answer = call(HttpRequest.get(target(name)));
          if (answer.status() == 404) {
            throw VaultRefusal.missing(name);
          }
          mustBe(200, answer);
          JsonNode value = answer.json().path("value");
          if (!value.isString()) {
            throw stranger();
          }
          return VaultValue.of(value.stringValue());
        });
  }

  /// Azure would make a new version of what is there, so it is asked first.
  @Override
  public void write(String name, SecretBytes value) throws StepFailed {
    attempt.step(
        "write secret",
        () -> {
          HttpResponse there = call(HttpRequest.get(target(name)));
          if (there.status() == 200) {
            throw VaultRefusal.taken(name);
          }
          mustBe(404, there);
          ObjectNode body = JsonNodeFactory.instance.objectNode();
          body.put("value", VaultValue.text(value, permission));
          HttpResponse answer = call(HttpRequest.json("PUT", target(name), body));
          if (answer.status() == 409) {
            throw new StepFailed(
                "the vault keeps a deleted secret \"" + name + "\"",
                "Recover or purge it there, or use another name.");
          }
          mustBe(200, answer);
          return true;
        });
  }

  @Override
  public void remove(String name) throws StepFailed {
    attempt.step(
        "remove secret",
        () -> {
          HttpResponse answer = call(HttpRequest.delete(target(name)));
          if (answer.status() != 404) {
            mustBe(200, answer);
          }
          return true;
        });
  }

  private String target(String name) throws StepFailed {
    String fitting = VaultName.fitting(name, NAME, "letters, digits and hyphens");
    return address.target("/secrets/" + fitting + "?" + VERSION);
  }

  private HttpResponse call(HttpRequest request) throws StepFailed, IOException {
    return caller.call(token.onto(request));
  }

  private static void mustBe(int status, HttpResponse answer) throws StepFailed {
    if (answer.status() != status) {
      throw VaultRefusal.of(
          answer.status(), "Check the application's role in the vault, and the vault's firewall.");
    }
  }

  private static StepFailed stranger() {
    return VaultRefusal.stranger("an Azure Key Vault", "Check KEY VAULT NAME and ENDPOINT.");
  }
}
