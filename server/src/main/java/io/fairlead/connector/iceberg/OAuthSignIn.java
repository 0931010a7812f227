package io.fairlead.connector.iceberg;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.iceberg.IcebergCatalogConfig.SignIn;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.regex.Pattern;

/// Gets a token for a client's id and secret, from the catalog itself.
final class OAuthSignIn {
  /// What Iceberg's clients ask for when nobody says otherwise.
  static final String SCOPE = "catalog";

  /// What a header can carry as a bearer token (RFC 6750).
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

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

  /// @return the value of the header `Authorization` from now on
  String run(HttpCaller caller) throws StepFailed, IOException {
    String credential = how.credential().reveal(attempt, permission);
    int colon = credential.indexOf(':');
    if (colon < 1) {
      throw new StepFailed("the secret of CREDENTIAL is not of the form id:secret");
    }
    String form =
        "grant_type=client_credentials&client_id="
            + Encoding.of(credential.substring(0, colon))
            + "&client_secret="
            + Encoding.of(credential.substring(colon + 1))
            + "&scope="
            + Encoding.of(how.scope().orElse(SCOPE));
    HttpResponse response =
        caller.call(
            HttpRequest.post(
                    address.target("/v1/oauth/tokens"), "application/x-www-form-urlencoded", form)
                .with("Accept", "application/json"));
    if (response.status() != 200) {
      throw refused(response.status());
    }
    String token = response.json().path("access_token").asString("");
    if (!TOKEN.matcher(token).matches()) {
      throw new StepFailed("the catalog gives no token");
    }
    return "Bearer " + token;
  }

  private static StepFailed refused(int status) {
    return switch (status) {
      case 400, 401, 403 ->
          new StepFailed(
              "the catalog refuses the credential",
              "Check CREDENTIAL and SCOPE; the secret may be out of date.");
      case 404, 405 ->
          new StepFailed(
              "the catalog gives no tokens at this URL",
              "URL ends before the /v1; tokens are asked for at /v1/oauth/tokens below it.");
      default -> new StepFailed("the catalog answers with status " + status);
    };
  }
}
