package io.fairlead.command;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/// An object may not need itself, directly or through others.
final class Cycles {
  private Cycles() {}

  /// @param after an object as it would be, among the other objects of `image`
  static void mustNotClose(Image image, CatalogObject after) {
    Set<ObjectId> seen = new HashSet<>();
    ArrayDeque<ObjectId> next = new ArrayDeque<>(after.references());
    while (!next.isEmpty()) {
      ObjectId id = next.remove();
      if (id.equals(after.id())) {
        throw Refusal.of(
            ProblemKind.INVALID_OPTION,
            after.kind().word() + " \"" + after.name().object() + "\" would depend on itself");
      }
      if (seen.add(id)) {
        image.object(id).ifPresent(object -> next.addAll(object.references()));
      }
    }
  }
}
