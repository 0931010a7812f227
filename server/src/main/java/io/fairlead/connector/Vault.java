package io.fairlead.connector;

import io.fairlead.secret.SecretBytes;

/// Secrets that another system keeps, reached in one attempt. The names are that system's own, and
/// every call is a step of the attempt. Used by one thread.
public interface Vault {
  /// The newest value under a name.
  ///
  /// @throws StepFailed when there is none, or the vault cannot be reached or refuses
  SecretBytes read(String name) throws StepFailed;

  /// Keeps a value under a name that was not used before.
  ///
  /// @throws StepFailed also when this vault is only read from
  void write(String name, SecretBytes value) throws StepFailed;

  /// Forgets what [#write] has kept; does nothing when it is not there.
  void remove(String name) throws StepFailed;
}
