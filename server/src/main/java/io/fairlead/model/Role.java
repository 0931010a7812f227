package io.fairlead.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Somebody who may sign in, or a group of them.
///
/// @param verifier the SCRAM-SHA-256 verifier of the password, in PostgreSQL's form
///     `SCRAM-SHA-256$iterations:salt$stored:server`; it proves a password and cannot give it back
/// @param memberOf roles whose rights this one has too
public record Role(
    Header header,
    boolean login,
    boolean superuser,
    Optional<String> verifier,
    List<ObjectId> memberOf)
    implements CatalogObject {

  /// The role that is there from the start.
  public static final String ADMIN = "admin";

  /// How statements name everybody, PUBLIC; no role has this name.
  public static final String EVERYBODY = "public";

  public Role {
    memberOf = List.copyOf(memberOf);
  }

  @Override
  public Kind kind() {
    return Kind.ROLE;
  }

  @Override
  public Role withHeader(Header newHeader) {
    return new Role(newHeader, login, superuser, verifier, memberOf);
  }

  public Role withVerifier(Optional<String> newVerifier) {
    return new Role(header, login, superuser, newVerifier, memberOf);
  }

  public Role withMemberOf(List<ObjectId> groups) {
    return new Role(header, login, superuser, verifier, groups);
  }

  @Override
  public Set<ObjectId> references() {
    return Set.copyOf(memberOf);
  }

  /// A role's printed form keeps the verifier to itself.
  @Override
  public String toString() {
    return "Role[" + header.name() + "]";
  }
}
