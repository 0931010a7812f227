package io.fairlead.connector;

import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Keys as they are needed to sign. They live as long as one attempt.
public record AwsCredentials(
    String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
  /// Whether it can stand in a header, where all but the secret goes.
  public boolean fits() {
    return isVisible(accessKeyId) && sessionToken.map(AwsCredentials::isVisible).orElse(true);
  }

  /// These credentials, or a failed step when they do not fit.
  public AwsCredentials fitting(Attempt attempt) throws StepFailed {
    if (fits()) {
      return this;
    }
    return attempt.step(
        "keys",
        () -> {
          throw new StepFailed(
              "the id of the access key or the session token holds characters that none can have");
        });
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != ',');
  }

  AwsCredentialsIdentity identity() {
    return sessionToken
        .<AwsCredentialsIdentity>map(
            token -> AwsSessionCredentialsIdentity.create(accessKeyId, secretAccessKey, token))
        .orElseGet(() -> AwsCredentialsIdentity.create(accessKeyId, secretAccessKey));
  }

  @Override
  public String toString() {
    return "‹credentials›";
  }
}
