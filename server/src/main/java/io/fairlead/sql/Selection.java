package io.fairlead.sql;

import java.util.Optional;

/// What COPY INTO a table makes of each row of a file.
///
/// @param list of expressions, for the engine
/// @param alias of the files; empty for none
public record Selection(String list, Optional<String> alias) {
  /// Without the text: it may hold anything.
  @Override
  public String toString() {
    return "Selection[…]";
  }
}
