package io.fairlead.connector.azurekeyvault;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.util.Optional;

/// Gets a token for an application's id and secret from Microsoft Entra.
final class EntraSignIn {
  private final AzureKeyVaultConfig config;
  private final String scope;
  private final Tls tls;
  private final Attempt attempt;
  private final Reveal permission;

  /// @param scope what the token is for
  EntraSignIn(
      AzureKeyVaultConfig config, String scope, Tls tls, Attempt attempt, Reveal permission) {
    this.config = config;
    this.scope = scope;
    this.tls = tls;
    this.attempt = attempt;
    this.permission = permission;
  }

  BearerToken run() throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.authority(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    return attempt.step("sign in", () -> signIn(caller));
  }

  private BearerToken signIn(HttpCaller caller) throws StepFailed, IOException {
    String form =
        "grant_type=client_credentials&client_id="
            + PercentEncoding.of(config.client())
            + "&client_secret="
            + PercentEncoding.of(secret())
            + "&scope="
            + PercentEncoding.of(scope);
    HttpResponse answer =
        caller.call(
            HttpRequest.post(
                config.authority().target("/" + config.tenant() + "/oauth2/v2.0/token"),
                "application/x-www-form-urlencoded",
                form));
    if (answer.status() == 200) {
      return BearerToken.in(answer).orElseThrow(EntraSignIn::stranger);
    }
    throw switch (answer.json().path("error").asString("")) {
      case "invalid_client", "unauthorized_client", "access_denied" ->
          new StepFailed(
                  "Microsoft Entra does not accept the application or its secret",
                  "Check CLIENT ID and CLIENT SECRET; the secret may have expired.")
              .refusedCredential();
      case "invalid_request", "invalid_tenant" ->
          new StepFailed("Microsoft Entra does not know the tenant", "Check TENANT ID.");
      default -> VaultRefusal.noToken(answer.status());
    };
  }

  private String secret() {
    try (SecretBytes secret = attempt.secret(config.clientSecret().orElseThrow())) {
      return secret.revealText(permission).strip();
    }
  }

  private static StepFailed stranger() {
    return new StepFailed("the peer gave no access token", "Check AUTHORITY.");
  }
}
