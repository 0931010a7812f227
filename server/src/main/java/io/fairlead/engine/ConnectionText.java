package io.fairlead.engine;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;

/// Prints a connection as the catalog relations show it. It never tells a secret.
public interface ConnectionText {
  /// @param redacted true: literals that may be sensitive are stars
  String create(Image image, Connection connection, boolean redacted);

  /// The open options as JSON, as the relation of SingleStore's links shows them.
  default String config(Image image, Connection connection) {
    return "{}";
  }

  /// SingleStore's word for the type of a connection.
  default String linkType(Connection connection) {
    return connection.type();
  }
}
