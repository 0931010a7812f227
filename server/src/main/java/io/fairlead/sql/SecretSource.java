package io.fairlead.sql;

import io.fairlead.secret.SecretBytes;

/// Where the value of a secret comes from.
public sealed interface SecretSource {
  /// Typed into the statement.
  record Literal(SecretBytes value) implements SecretSource {
    @Override
    public String toString() {
      return "Literal[********]";
    }
  }

  /// The parameter `$number` of a prepared statement, from 1: keeps the value out of the text.
  record Parameter(int number) implements SecretSource {}
}
