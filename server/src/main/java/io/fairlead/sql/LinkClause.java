package io.fairlead.sql;

/// What a statement says of a link's CONFIG or of its CREDENTIALS.
public sealed interface LinkClause {
  /// @param text as it was typed
  record Whole(String text, JsonObject json) implements LinkClause {
    @Override
    public String toString() {
      return "Whole[********]";
    }
  }

  /// `::key = 'value'`.
  record OneKey(String key, String value) implements LinkClause {
    @Override
    public String toString() {
      return "OneKey[********]";
    }
  }
}
