package io.fairlead.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A bearer token: whoever shows it acts as its owner, as far as its permissions go.
///
/// @param hash the SHA-256 of the token in hexadecimal digits; the token itself is kept nowhere
public record Token(
    Header header, String hash, Set<TokenPermission> permissions, Optional<Instant> expires)
    implements CatalogObject {
  public Token {
    permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
  }

  @Override
  public Kind kind() {
    return Kind.TOKEN;
  }

  @Override
  public Token withHeader(Header newHeader) {
    return new Token(newHeader, hash, permissions, expires);
  }

  @Override
  public Set<ObjectId> references() {
    return Set.of();
  }

  /// Without the hash.
  @Override
  public String toString() {
    return "Token[" + header.name() + "]";
  }
}
