package io.fairlead.sql;

import java.time.Instant;

/// One action of an ALTER of a secret; they are applied from left to right and make one version.
public sealed interface SecretAction {
  record SetValue(SecretSource value) implements SecretAction {}

  /// New material for an encryption key.
  record Rotate() implements SecretAction {}

  /// @param text empty takes the description away
  record Describe(String text) implements SecretAction {}

  record ExpireAt(Instant when) implements SecretAction {}

  record RenameTo(String newName) implements SecretAction {}
}
