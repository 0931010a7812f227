package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.Optional;

/// A text that stands in the options, or the use of a secret that holds it.
public record TextOrSecret(OptionValue value) {
  public static final TextOrSecret NOTHING = new TextOrSecret(new OptionValue.Text(""));

  public static Optional<TextOrSecret> of(Options options, String key) {
    return options
        .get(key)
        .filter(
            value -> value instanceof OptionValue.Text || value instanceof OptionValue.SecretUse)
        .map(TextOrSecret::new);
  }

  public boolean isSecret() {
    return value instanceof OptionValue.SecretUse;
  }

  public String reveal(Attempt attempt, Reveal permission) {
    return switch (value) {
      case OptionValue.Text(String text) -> text;
      case OptionValue.SecretUse use -> {
        try (SecretBytes bytes = attempt.secret(use)) {
          yield bytes.revealText(permission);
        }
      }
      default -> throw new IllegalStateException("neither a text nor a secret");
    };
  }

  /// For messages: the text, or what it is when it must not be shown.
  public String shown() {
    return value instanceof OptionValue.Text(String text) ? text : "(secret)";
  }
}
