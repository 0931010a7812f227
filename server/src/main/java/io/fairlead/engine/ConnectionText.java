package io.fairlead.engine;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;

/// Prints the statement that makes a connection, as the catalog relations show it.
@FunctionalInterface
public interface ConnectionText {
  /// @param redacted true: literals that may be sensitive are stars
  String create(Image image, Connection connection, boolean redacted);
}
