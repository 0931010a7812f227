package io.fairlead.connector.iceberg;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.iceberg.IcebergCatalogConfig.SignIn;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What an Iceberg client does first: sign in, ask for the configuration, list the namespaces.
final class IcebergCatalogProbe {
  /// The name by which S3 Tables signs.
  private static final String SERVICE = "s3tables";

  /// A prefix is the catalog's word, and becomes part of a path.
  private static final Pattern PREFIX =
      Pattern.compile("(?!(?:.*/)?\\.\\.?(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@%/-]{1,1024}");

  /// Makes a request one that the catalog accepts.
  @FunctionalInterface
  private interface Authorization {
    HttpRequest onto(HttpRequest request) throws StepFailed, IOException;
  }

  private final IcebergCatalogConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  IcebergCatalogProbe(IcebergCatalogConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), config.tls(), attempt, permission);
    Authorization authorization =
        switch (config.signIn()) {
          case SignIn.OAuth how -> signIn(how, caller);
          case SignIn.Signature(var aws) -> signature(attempt.signer(aws), caller);
        };
    String prefix = attempt.step("configuration", () -> prefix(caller, authorization));
    attempt.step("list namespaces", () -> list(caller, authorization, prefix));
  }

  private Authorization signIn(SignIn.OAuth how, HttpCaller caller) throws StepFailed {
    caller.connect();
    BearerToken token =
        attempt.step(
            "sign in",
            () -> new OAuthSignIn(how, config.address(), attempt, permission).run(caller));
    return token::onto;
  }

  private Authorization signature(RequestSigner signer, HttpCaller caller) throws StepFailed {
    caller.connect();
    return request -> signer.sign(SERVICE, config.address(), request);
  }

  /// What stands between `/v1/` and `namespaces`. A catalog may also name another address to go on
  /// with: it is not gone to, since the token would go along.
  private String prefix(HttpCaller caller, Authorization authorization)
      throws StepFailed, IOException {
    String query = config.warehouse().map(name -> "?warehouse=" + PercentEncoding.of(name)).orElse("");
    JsonNode answer = get(caller, authorization, "/v1/config" + query, "URL and WAREHOUSE");
    String prefix =
        answer
            .path("overrides")
            .path("prefix")
            .asString(answer.path("defaults").path("prefix").asString(""));
    if (prefix.isEmpty()) {
      return "";
    }
    if (!PREFIX.matcher(prefix).matches()) {
      throw new StepFailed("the catalog's configuration gives a prefix that is no path");
    }
    return prefix + "/";
  }

  private int list(HttpCaller caller, Authorization authorization, String prefix)
      throws StepFailed, IOException {
    JsonNode namespaces =
        get(caller, authorization, "/v1/" + prefix + "namespaces", "URL").path("namespaces");
    if (!namespaces.isArray()) {
      throw notACatalog("URL");
    }
    int count = namespaces.size();
    attempt.note(count == 1 ? "1 namespace" : count + " namespaces");
    return count;
  }

  private JsonNode get(HttpCaller caller, Authorization authorization, String below, String suspect)
      throws StepFailed, IOException {
    HttpRequest request =
        HttpRequest.get(config.address().target(below)).with("Accept", "application/json");
    HttpResponse response = caller.call(authorization.onto(request));
    if (response.status() != 200) {
      throw refused(response.status(), suspect);
    }
    if (!response.json().isObject()) {
      throw notACatalog(suspect);
    }
    return response.json();
  }

  private static StepFailed refused(int status, String suspect) {
    return switch (status) {
      case 401, 403 ->
          new StepFailed(
              "the catalog does not allow this (status " + status + ")",
              "The client may lack a right in the catalog.");
      case 400, 404 ->
          new StepFailed(
              "the catalog does not know what is asked for (status " + status + ")",
              "Check " + suspect + ".");
      default -> new StepFailed("the catalog answers with status " + status);
    };
  }

  private static StepFailed notACatalog(String suspect) {
    return new StepFailed(
        "the server does not answer as an Iceberg catalog", "Check " + suspect + ".");
  }
}
