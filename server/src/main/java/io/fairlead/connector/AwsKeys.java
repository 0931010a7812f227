package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.Optional;

/// An access key of AWS as options name it.
///
/// @param sessionToken belongs to a temporary key
public record AwsKeys(
    TextOrSecret accessKeyId,
    OptionValue.SecretUse secretAccessKey,
    Optional<TextOrSecret> sessionToken) {

  /// The keys themselves.
  public AwsCredentials credentials(Attempt attempt, Reveal permission) throws StepFailed {
    try (SecretBytes secret = attempt.secret(secretAccessKey)) {
      return new AwsCredentials(
              accessKeyId.reveal(attempt, permission).strip(),
              secret.revealText(permission).strip(),
              sessionToken.map(token -> token.reveal(attempt, permission).strip()))
          .fitting(attempt);
    }
  }
}
