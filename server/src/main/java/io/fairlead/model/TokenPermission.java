package io.fairlead.model;

import java.util.Optional;

/// What the bearer of a token may do over HTTP, within the rights of the token's owner. DeltaForge's
/// words.
public enum TokenPermission {
  CONNECTIONS_READ("connections:read"),
  CONNECTIONS_WRITE("connections:write"),
  VAULT_READ("vault:read"),
  VAULT_WRITE("vault:write"),
  /// Ours: to resolve connections for an application, secrets included.
  RESOLVE("connections:resolve"),
  /// Ours: statements as text.
  SQL("sql");

  private final String word;

  TokenPermission(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<TokenPermission> of(String word) {
    for (TokenPermission permission : values()) {
      if (permission.word.equals(word)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }
}
