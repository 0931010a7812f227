package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.util.Optional;

/// The options of a connection that say who signs in; [Login] is what they come to.
///
/// @param credential counts before the other two
public record LoginOptions(
    Optional<OptionValue.SecretUse> credential,
    Optional<TextOrSecret> user,
    Optional<OptionValue.SecretUse> password) {

  public static LoginOptions of(OptionReader reader) {
    return new LoginOptions(
        reader.secret(SharedOptions.CREDENTIAL),
        reader.textOrSecret("user"),
        reader.secret("password"));
  }

  /// Reads the secrets, inside a running step.
  ///
  /// @throws StepFailed when nobody is named, or by a name that nobody can have
  public Login read(Attempt attempt, Reveal permission) throws StepFailed {
    Login login = Login.read(attempt, credential, user, password, permission);
    mustBeName(login.user());
    return login;
  }

  /// @throws StepFailed when nobody is named, or by a name that nobody can have
  public static void mustBeName(String name) throws StepFailed {
    if (name.isEmpty()) {
      throw new StepFailed(
          "neither the options nor the credential say who signs in",
          "Set USER, or keep username and password as a JSON object in the credential.");
    }
    // Protocols end a name with a zero byte, and go on with what else the client wants.
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new StepFailed("the name that signs in holds control characters");
    }
  }

  public boolean hasPassword() {
    return credential.isPresent() || password.isPresent();
  }

  /// For messages: `role "app"`, or `the role` where its name may come from a secret.
  ///
  /// @param kind what the peer calls those who sign in
  public String shown(String kind) {
    return user.filter(said -> credential.isEmpty() && !said.isSecret())
        .map(said -> kind + " \"" + said.shown() + "\"")
        .orElse("the " + kind);
  }
}
