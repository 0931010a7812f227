package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;

/// @param mount where the key/value engine is mounted
/// @param namespace empty for none
public record HashicorpVaultConfig(
    HttpAddress address, Tls tls, String mount, String namespace, SignIn signIn) {

  /// How it signs in.
  public sealed interface SignIn {
    record Token(OptionValue.SecretUse token) implements SignIn {}

    record AppRole(TextOrSecret roleId, OptionValue.SecretUse secretId) implements SignIn {}

    /// Where the options have been refused.
    record Nobody() implements SignIn {}
  }
}
