package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;

/// Schemas that a session is told to look up names in.
final class Schemas {
  private Schemas() {}

  /// @return the name
  static String mustExist(Image image, String name) {
    if (image.schema(name).isEmpty()) {
      throw Problem.of(ProblemKind.UNKNOWN_SCHEMA, "unknown database \"" + name + "\"").refusal();
    }
    return name;
  }
}
