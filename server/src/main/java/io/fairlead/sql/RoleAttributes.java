package io.fairlead.sql;

import io.fairlead.secret.SecretBytes;
import java.util.Optional;

/// What a CREATE ROLE or ALTER ROLE says about a role; empty parts were not written.
///
/// @param password present and empty inside: `PASSWORD NULL`
public record RoleAttributes(
    Optional<Boolean> login,
    Optional<Boolean> superuser,
    Optional<Optional<SecretBytes>> password) {
  public static final RoleAttributes NONE =
      new RoleAttributes(Optional.empty(), Optional.empty(), Optional.empty());
}
