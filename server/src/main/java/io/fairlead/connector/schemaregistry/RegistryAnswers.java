package io.fairlead.connector.schemaregistry;

import io.fairlead.connector.Attempt;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How a registry is asked.
final class RegistryAnswers {
  static final String ACCEPTED =
      "application/vnd.schemaregistry.v1+json, application/json";

  private RegistryAnswers() {}

  /// What proves who asks; empty for a registry that wants no sign-in.
  static Optional<String> authorization(
      SchemaRegistryConfig config, Attempt attempt, Reveal permission) {
    return config
        .user()
        .map(
            user -> {
              String both =
                  user.reveal(attempt, permission) + ":" + password(config, attempt, permission);
              return "Basic "
                  + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            });
  }

  private static String password(
      SchemaRegistryConfig config, Attempt attempt, Reveal permission) {
    if (config.password().isEmpty()) {
      return "";
    }
    try (SecretBytes secret = attempt.secret(config.password().get())) {
      return secret.revealText(permission);
    }
  }
}
