package io.fairlead.connector.restapi;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.Login;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the call and compares its status with what is expected. The answer itself is of no interest,
/// and the request in no message: the key may be in its path.
final class RestApiProbe {
  private final RestApiConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  RestApiProbe(RestApiConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), config.tls(), attempt, permission);
    caller.connect();
    attempt.step("call", () -> call(caller));
  }

  private int call(HttpCaller caller) throws StepFailed, IOException {
    HttpResponse response = caller.call(signed());
    int status = response.status();
    if (config.expected().contains(status)) {
      attempt.note("status " + status);
      return status;
    }
    if (status == 401) {
      throw config.auth() instanceof AuthMode.None
          ? new StepFailed("the server wants a sign-in", "Set AUTH MODE and CREDENTIAL.")
          : new StepFailed(
                  "the server refuses the credential",
                  "It may be wrong or expired, or AUTH MODE another one.")
              .refusedCredential();
    }
    throw new StepFailed(
        "the server answers with status " + status + ", and not with " + config.expected(),
        "Check BASE URL, ENDPOINT, METHOD and EXPECTED STATUS.");
  }

  private HttpRequest signed() throws StepFailed {
    HttpRequest plain = request("");
    return switch (config.auth()) {
      case AuthMode.None _ -> plain;
      case AuthMode.Bearer(LoginOptions login) -> plain.withBearer(key(login));
      case AuthMode.Basic(LoginOptions options) -> {
        Login login = options.read(attempt, permission);
        yield plain.withBasic(login.user(), login.password().orElse(""));
      }
      case AuthMode.KeyInHeader(String name, LoginOptions login) -> plain.with(name, key(login));
      case AuthMode.KeyInQuery(String name, LoginOptions login) ->
          request(name + "=" + URLEncoder.encode(key(login), StandardCharsets.UTF_8));
    };
  }

  private HttpRequest request(String parameter) {
    String target = config.address().target(config.target());
    String separator = parameter.isEmpty() ? "" : target.indexOf('?') < 0 ? "?" : "&";
    return new HttpRequest(
        config.method(), target + separator + parameter, new TreeMap<>(), new byte[0]);
  }

  private String key(LoginOptions options) throws StepFailed {
    String key =
        Login.read(attempt, options.credential(), Optional.empty(), Optional.empty(), permission)
            .password()
            .orElse("")
            .strip();
    if (key.isEmpty() || !HttpRequest.fits(key)) {
      throw new StepFailed("the credential is empty or holds characters that no key can have");
    }
    return key;
  }
}
