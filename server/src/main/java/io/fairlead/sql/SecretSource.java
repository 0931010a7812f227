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

  /// Made by this server: key and salt of an encryption key.
  record Generated() implements SecretSource {}

  /// Stays where it is, under this name of a vault.
  record Linked(String name) implements SecretSource {}

  /// The parameter `$number` of a prepared statement, from 1: keeps the value out of the text.
  record Parameter(int number) implements SecretSource {}
}
