package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.hashicorpvault.HashicorpVaultConfig.SignIn;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gets the token of one attempt: the one in the options, or one for a role.
final class VaultToken {
  private final HashicorpVaultConfig config;
  private final HttpCaller caller;
  private final Attempt attempt;
  private final Reveal permission;

  VaultToken(
      HashicorpVaultConfig config, HttpCaller caller, Attempt attempt, Reveal permission) {
    this.config = config;
    this.caller = caller;
    this.attempt = attempt;
    this.permission = permission;
  }

  /// What makes a request one that the vault accepts.
  ///
  /// @param prove whether a token that the options give is shown to the vault first
  UnaryOperator<HttpRequest> headers(boolean prove) throws StepFailed {
    return switch (config.signIn()) {
      case SignIn.Token(OptionValue.SecretUse use) -> {
        UnaryOperator<HttpRequest> headers = with(text(use));
        if (prove) {
          attempt.step("sign in", () -> show(headers));
        }
        yield headers;
      }
      case SignIn.AppRole how -> attempt.step("sign in", () -> with(login(how)));
      case SignIn.Nobody _ -> throw new IllegalStateException("these options were refused");
    };
  }

  private UnaryOperator<HttpRequest> with(String token) throws StepFailed {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new StepFailed("the token is empty or holds characters that no token has");
    }
    return request -> inNamespace(request).with("X-Vault-Token", token);
  }

  private HttpRequest inNamespace(HttpRequest request) {
    HttpRequest ours = request.with("X-Vault-Request", "true");
    return config.namespace().isEmpty()
        ? ours
        : ours.with("X-Vault-Namespace", config.namespace());
  }

  private boolean show(UnaryOperator<HttpRequest> headers) throws StepFailed, IOException {
    HttpRequest request =
        HttpRequest.get(config.address().target("/v1/auth/token/lookup-self"));
    HttpResponse answer = caller.call(headers.apply(request));
    if (answer.status() == 403) {
      throw new StepFailed(
              "the vault does not accept the token", "It may have expired or been revoked.")
          .refusedCredential();
    }
    if (answer.status() != 200) {
      throw KeyValueEngine.refused(answer.status());
    }
    if (!answer.json().path("data").isObject()) {
      throw KeyValueEngine.stranger();
    }
    return true;
  }

  private String login(SignIn.AppRole how) throws StepFailed, IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("role_id", how.roleId().reveal(attempt, permission).strip());
    body.put("secret_id", text(how.secretId()));
    String target = config.address().target("/v1/auth/approle/login");
    HttpResponse answer = caller.call(inNamespace(HttpRequest.json("POST", target, body)));
    return switch (answer.status()) {
      case 200 -> {
        String token = answer.json().path("auth").path("client_token").asString("");
        if (token.isEmpty()) {
          throw KeyValueEngine.stranger();
        }
        yield token;
      }
      case 400, 401, 403 ->
          throw new StepFailed(
                  "the vault does not accept the role or its secret",
                  "Check ROLE ID and SECRET ID; the secret may have expired or be used up.")
              .refusedCredential();
      case 404 ->
          throw VaultRefusal.stranger(
              "a Vault or OpenBao with approle", "Check ADDRESS, and that approle is enabled.");
      default -> throw KeyValueEngine.refused(answer.status());
    };
  }

  private String text(OptionValue.SecretUse use) {
    try (SecretBytes secret = attempt.secret(use)) {
      return secret.revealText(permission).strip();
    }
  }
}
