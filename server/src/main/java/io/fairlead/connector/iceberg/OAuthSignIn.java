package io.fairlead.connector.iceberg;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.iceberg.IcebergCatalogConfig.SignIn;
import io.fairlead.secret.Reveal;
import java.io.IOException;

/// Gets a token for a client's id and secret, from the catalog itself.
final class OAuthSignIn {
  /// What Iceberg's clients ask for when nobody says otherwise.
  static final String SCOPE = "catalog";

  private final SignIn.OAuth how;
  private final HttpAddress address;
  private final Attempt attempt;
  private final Reveal permission;

  OAuthSignIn(SignIn.OAuth how, HttpAddress address, Attempt attempt, Reveal permission) {
    this.how = how;
    this.address = address;
    this.attempt = attempt;
    this.permission = permission;
  }

  BearerToken run(HttpCaller caller) throws StepFailed, IOException {
    String credential = how.credential().reveal(attempt, permission);
    int colon = credential.indexOf(':');
    if (colon < 1) {
      throw new StepFailed("the secret of CREDENTIAL is not of the form id:secret");
    }
    String form =
        "grant_type=client_credentials&client_id="
            + PercentEncoding.of(credential.substring(0, colon))
            + "&client_secret="
            + PercentEncoding.of(credential.substring(colon + 1))
            + "&scope="
            + PercentEncoding.of(how.scope().orElse(SCOPE));
    HttpResponse response =
        caller.call(
            HttpRequest.post(
                    address.target("/v1/oauth/tokens"), "application/x-www-form-urlencoded", form)
                .with("Accept", "application/json"));
    if (response.status() != 200) {
      throw refused(response.status());
    }
    return BearerToken.in(response)
        .orElseThrow(() -> new StepFailed("the catalog gives no token"));
  }

  private static StepFailed refused(int status) {
    return switch (status) {
      case 401 -> refusedCredential().refusedCredential();
      // May also be about the scope, which no other credential mends.
      case 400, 403 -> refusedCredential();
      case 404, 405 ->
          new StepFailed(
              "the catalog gives no tokens at this URL",
              "URL ends before the /v1; tokens are asked for at /v1/oauth/tokens below it.");
      default -> new StepFailed("the catalog answers with status " + status);
    };
  }

  private static StepFailed refusedCredential() {
    return new StepFailed(
        "the catalog refuses the credential",
        "Check CREDENTIAL and SCOPE; the secret may be out of date.");
  }
}
