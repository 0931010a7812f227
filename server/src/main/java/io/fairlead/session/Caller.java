package io.fairlead.session;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.ObjectId;
import io.fairlead.model.TokenPermission;
import java.util.Optional;
import java.util.Set;

/// Somebody who has proved a role for one request.
///
/// @param permissions of the token that was shown; empty for a role with its password, which may all
///     that the role may
public record Caller(
    ObjectId role, String name, boolean superuser, Optional<Set<TokenPermission>> permissions) {
  public boolean may(TokenPermission permission) {
    return permissions.map(some -> some.contains(permission)).orElse(true);
  }

  /// Refuses a token that does not permit this.
  public void mustBePermitted(TokenPermission permission) {
    if (!may(permission)) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN, "the token does not permit " + permission.word());
    }
  }
}
