package io.fairlead.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Privileges that somebody has on the object in whose header this stands.
///
/// @param grantee empty for PUBLIC, which is everybody
/// @param privileges never empty
public record Grant(Optional<ObjectId> grantee, ObjectId grantor, Set<Privilege> privileges) {
  public Grant {
    if (privileges.isEmpty()) {
      throw new IllegalArgumentException("a grant has at least one privilege");
    }
    privileges = java.util.Collections.unmodifiableSet(new TreeSet<>(privileges));
  }

  /// Whether the role gave or has these.
  public boolean names(ObjectId role) {
    return grantor.equals(role) || grantee.filter(role::equals).isPresent();
  }
}
