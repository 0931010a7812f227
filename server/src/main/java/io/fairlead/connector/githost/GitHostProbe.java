package io.fairlead.connector.githost;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.Login;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Signs in, and reads what the host says of the organization.
final class GitHostProbe {
  private final GitHost host;
  private final GitHostConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  GitHostProbe(GitHost host, GitHostConfig config, Attempt attempt, Reveal permission) {
    this.host = host;
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), config.tls(), attempt, permission);
    caller.connect();
    attempt.step("sign in", () -> signIn(caller));
    if (config.organization().isPresent()) {
      attempt.step("read " + host.organization(), () -> readOrganization(caller));
    }
    attempt.serverVersion(host.product());
  }

  private int signIn(HttpCaller caller) throws StepFailed, IOException {
    HttpResponse response = call(caller, host.signInPath());
    return switch (response.status()) {
      case 200 -> response.status();
      case 403 -> {
        // Tokens of an organization are nobody; what they may read shows in the next step.
        if (config.organization().isEmpty()) {
          throw new StepFailed("the token may not sign in to the API");
        }
        attempt.note("the token may not read about itself");
        yield response.status();
      }
      case 404 ->
          throw new StepFailed(
              "the server is not " + host.product() + ": it does not know the API",
              "Check API URL.");
      default -> throw odd(response.status());
    };
  }

  private int readOrganization(HttpCaller caller) throws StepFailed, IOException {
    HttpResponse response = call(caller, host.organizationPath());
    String name = host.organization() + " \"" + config.organization().orElseThrow() + "\"";
    return switch (response.status()) {
      case 200 -> {
        if (!response.json().isObject()) {
          throw new StepFailed("the server does not answer as " + host.product() + " does");
        }
        yield response.status();
      }
      case 403 ->
          throw new StepFailed(
              "the token may not read " + name, "Give it the right to read, or use another.");
      case 404 -> throw new StepFailed(name + " does not exist, or the token may not see it");
      default -> throw odd(response.status());
    };
  }

  private HttpResponse call(HttpCaller caller, String path) throws StepFailed, IOException {
    String organization =
        URLEncoder.encode(config.organization().orElse(""), StandardCharsets.UTF_8);
    String target = config.address().target(path.replace("{}", organization));
    HttpRequest request = HttpRequest.get(target.isEmpty() ? "/" : target);
    for (Map.Entry<String, String> header : host.headers().entrySet()) {
      request = request.with(header.getKey(), header.getValue());
    }
    HttpResponse response = caller.call(signed(request));
    // Azure DevOps shows people its page to sign in with 203.
    if (response.status() == 401 || response.status() == 203) {
      throw new StepFailed(
              "the server refuses the token",
              "It may be wrong, revoked or expired.")
          .refusedCredential();
    }
    return response;
  }

  /// With a user it is that user's password; alone it is sent as the host takes tokens.
  private HttpRequest signed(HttpRequest request) throws StepFailed {
    Login login =
        Login.read(attempt, config.credential(), Optional.empty(), Optional.empty(), permission);
    String token = login.password().orElse("").strip();
    if (!login.user().isEmpty() || host.tokenIsPassword()) {
      return request.withBasic(login.user(), token);
    }
    if (!HttpRequest.fits(token)) {
      throw new StepFailed("the credential holds characters that no token can have");
    }
    return request.withBearer(token);
  }

  private static StepFailed odd(int status) {
    return status == 429
        ? new StepFailed("the server wants fewer requests", "Try again later.")
        : new StepFailed("the server answers with status " + status);
  }
}
