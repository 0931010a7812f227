package io.fairlead.connector;

import java.util.Optional;

/// A role of AWS that a connection takes on.
///
/// @param sessionName what the role's account sees as the name of the session
/// @param externalId what the role's trust policy may ask for
public record AwsRole(String arn, String sessionName, Optional<String> externalId) {
  /// The name of sessions for which nobody has chosen one.
  public static final String SESSION = "fairlead";

  AwsRole withoutExternalId() {
    return new AwsRole(arn, sessionName, Optional.empty());
  }
}
