package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who signs in, as the CREDENTIAL of a connection says, or its own options.
///
/// A credential is a JSON object with `username` (or `user`) and `password` (or `token`), the form in
/// which cloud vaults keep the logins of databases; any other text is the password alone. What the
/// credential does not say comes from the options.
///
/// @param user empty when nobody said
/// @param password a password or a token; empty when there is none
public record Login(String user, Optional<String> password) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// @param credential counts before the other two
  public static Login read(
      Attempt attempt,
      Optional<OptionValue.SecretUse> credential,
      Optional<TextOrSecret> user,
      Optional<OptionValue.SecretUse> password,
      Reveal permission) {
    Login inside = credential.map(use -> inside(text(attempt, use, permission))).orElse(NOBODY);
    String name =
        inside.user.isEmpty()
            ? user.map(said -> said.reveal(attempt, permission)).orElse("")
            : inside.user;
    return new Login(
        name,
        inside.password.or(() -> password.map(use -> text(attempt, use, permission))));
  }

  private static final Login NOBODY = new Login("", Optional.empty());

  private static String text(Attempt attempt, OptionValue.SecretUse use, Reveal permission) {
    try (SecretBytes value = attempt.secret(use)) {
      return value.revealText(permission);
    }
  }

  /// What a credential says.
  public static Login inside(String text) {
    if (text.stripLeading().startsWith("{")) {
      try {
        JsonNode tree = MAPPER.readTree(text);
        Optional<String> password = field(tree, "password").or(() -> field(tree, "token"));
        if (password.isPresent()) {
          return new Login(
              field(tree, "username").or(() -> field(tree, "user")).orElse(""), password);
        }
      } catch (JacksonException notJson) {
        // Then it is a password with braces.
      }
    }
    return new Login("", Optional.of(text));
  }

  private static Optional<String> field(JsonNode tree, String name) {
    @Nullable JsonNode value = tree.get(name);
    return value != null && value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  /// The user alone.
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
