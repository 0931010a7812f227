package io.fairlead.connector.sftp;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.CredentialFields;
import io.fairlead.connector.Login;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.Optional;

/// Who signs in over SFTP, and with what. A credential is a private key in PEM form, a JSON object
/// with `private_key` (and `username`, `password`), or what [Login] says.
///
/// @param privateKey in PEM form
record SftpLogin(String user, Optional<String> password, Optional<String> privateKey) {
  private static final String PEM = "-----BEGIN ";

  /// Reads the secrets, inside a running step.
  static SftpLogin read(SftpConfig config, Attempt attempt, Reveal permission) throws StepFailed {
    LoginOptions options = config.login();
    SftpLogin inside =
        options
            .credential()
            .map(use -> inside(text(use, attempt, permission)))
            .orElse(new SftpLogin("", Optional.empty(), Optional.empty()));
    String user =
        inside.user.isEmpty()
            ? options.user().map(said -> said.reveal(attempt, permission)).orElse("")
            : inside.user;
    LoginOptions.mustBeName(user);
    return new SftpLogin(
        user,
        inside.password.or(() -> options.password().map(use -> text(use, attempt, permission))),
        inside.privateKey.or(() -> config.privateKey().map(use -> text(use, attempt, permission))));
  }

  static SftpLogin inside(String text) {
    if (text.stripLeading().startsWith(PEM)) {
      return new SftpLogin("", Optional.empty(), Optional.of(text));
    }
    CredentialFields fields = CredentialFields.of(text);
    Optional<String> key = fields.field("private_key");
    if (key.isPresent()) {
      String user = fields.field("username").or(() -> fields.field("user")).orElse("");
      return new SftpLogin(user, fields.field("password"), key);
    }
    Login login = Login.inside(text);
    return new SftpLogin(login.user(), login.password(), Optional.empty());
  }

  private static String text(OptionValue.SecretUse use, Attempt attempt, Reveal permission) {
    try (SecretBytes value = attempt.secret(use)) {
      return value.revealText(permission);
    }
  }

  /// `the password`, for messages.
  String means() {
    if (privateKey.isPresent() && password.isPresent()) {
      return "the private key and the password";
    }
    return privateKey.isPresent() ? "the private key" : "the password";
  }

  /// The user alone.
  @Override
  public String toString() {
    return "SftpLogin[" + user + "]";
  }
}
