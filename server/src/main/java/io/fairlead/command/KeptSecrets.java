package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Where the secrets of a connection are sent is for its owner alone to change. Who may alter it by a
/// right on the schema may exchange its credentials, and everything else in a statement that brings new
/// secrets: else it could have those of before sent to a server of its own.
final class KeptSecrets {
  private KeptSecrets() {}

  /// @param drafts the secrets that the statement types
  static void mustStayWhereTheyAre(
      Image image,
      Actor actor,
      ConnectorType<?> type,
      Connection before,
      Connection after,
      Drafts drafts) {
    if (Rights.access(image, actor).owns(before) || !keepsOne(after.options(), drafts)) {
      return;
    }
    if (!isSameTarget(type, before.options(), after.options())) {
      throw Problem.of(
              ProblemKind.FORBIDDEN,
              "must be owner of CONNECTION "
                  + before.name().full()
                  + " to change where its secrets are sent")
          .withHint("Write new secrets in the same statement, or ask the owner.")
          .refusal();
    }
  }

  private static boolean keepsOne(Options after, Drafts drafts) {
    return after.values().entrySet().stream()
        .anyMatch(
            option ->
                option.getValue() instanceof OptionValue.SecretUse
                    && drafts.secret(option.getKey()).isEmpty());
  }

  private static boolean isSameTarget(ConnectorType<?> type, Options before, Options after) {
    Set<String> keys = new TreeSet<>(before.values().keySet());
    keys.addAll(after.values().keySet());
    return keys.stream()
        .filter(key -> type.option(key).filter(OptionSpec::isSignIn).isEmpty())
        .allMatch(key -> Objects.equals(before.get(key), after.get(key)));
  }
}
