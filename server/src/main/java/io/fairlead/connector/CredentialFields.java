package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A CREDENTIAL that is a JSON object with named fields, such as the two halves of an access key.
public final class CredentialFields {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode tree;

  private CredentialFields(JsonNode tree) {
    this.tree = tree;
  }

  /// What is no JSON object has no fields.
  public static CredentialFields read(
      Attempt attempt, OptionValue.SecretUse credential, Reveal permission) {
    try (SecretBytes value = attempt.secret(credential)) {
      return of(value.revealText(permission));
    }
  }

  /// The fields of a credential that was read before.
  public static CredentialFields of(String text) {
    try {
      return new CredentialFields(MAPPER.readTree(text));
    } catch (JacksonException notJson) {
      return new CredentialFields(MAPPER.missingNode());
    }
  }

  /// The text of a field; empty when it is missing, blank or no text.
  public Optional<String> field(String name) {
    return Optional.of(tree.path(name).asString("").strip()).filter(text -> !text.isEmpty());
  }

  /// Without the fields, which are secret.
  @Override
  public String toString() {
    return "‹credential›";
  }
}
