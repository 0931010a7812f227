package io.fairlead.connector.schemaregistry;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.Optional;

/// Lists the subjects, which needs a sign-in where the registry wants one, and changes nothing.
final class SchemaRegistryProbe {
  private final SchemaRegistryConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  SchemaRegistryProbe(SchemaRegistryConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.address(), config.via(), config.tls(), attempt, permission);
    caller.connect();
    attempt.step("list subjects", () -> list(caller));
  }

  private int list(HttpCaller caller) throws StepFailed, IOException {
    HttpRequest request =
        HttpRequest.get("/subjects").with("Accept", RegistryAnswers.ACCEPTED);
    Optional<String> authorization =
        RegistryAnswers.authorization(config, attempt, permission);
    if (authorization.isPresent()) {
      request = request.with("Authorization", authorization.get());
    }
    HttpResponse response = caller.call(request);
    if (response.status() != 200) {
      throw refused(response.status());
    }
    if (!response.json().isArray()) {
      throw notARegistry();
    }
    int count = response.json().size();
    attempt.note(count == 1 ? "1 subject" : count + " subjects");
    return count;
  }

  private StepFailed refused(int status) {
    return switch (status) {
      case 401 ->
          config.user().isPresent()
              ? new StepFailed(
                      "sign-in failed for " + who(),
                      "Check USER and PASSWORD; the secret may be out of date.")
                  .refusedCredential()
              : new StepFailed("the registry wants a sign-in", "Set USER and PASSWORD.");
      case 403 -> new StepFailed("the registry does not let " + who() + " list its subjects");
      case 404 -> notARegistry();
      default -> new StepFailed("the registry answers with status " + status);
    };
  }

  private String who() {
    return config
        .user()
        .map(user -> user.isSecret() ? "the user" : "user \"" + user.shown() + "\"")
        .orElse("anybody");
  }

  private static StepFailed notARegistry() {
    return new StepFailed(
        "the server is not a schema registry: it lists no subjects", "Check URL.");
  }
}
