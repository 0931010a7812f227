package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a decision rests on: the very objects that it looked at. While all of them are in a later
/// image as they were, deciding again would come to the same, and need not be done.
///
/// @param objects the subject, all that it leads to, the actor's roles, and the schemas of them all
record Basis(List<CatalogObject> objects) {

  /// @param subject the object before its change
  /// @param references what the object refers to before and after it
  static Basis of(Image image, Actor actor, CatalogObject subject, Set<ObjectId> references) {
    Set<ObjectId> seen = new HashSet<>();
    List<CatalogObject> objects = new ArrayList<>();
    ArrayDeque<ObjectId> next = new ArrayDeque<>(references);
    next.add(subject.id());
    next.add(actor.role());
    while (!next.isEmpty()) {
      ObjectId id = next.remove();
      if (seen.add(id)) {
        image
            .object(id)
            .ifPresent(
                object -> {
                  objects.add(object);
                  next.addAll(object.references());
                  image.schema(object.name().schema()).ifPresent(schema -> next.add(schema.id()));
                });
      }
    }
    return new Basis(objects);
  }

  // The same instance is the same version, and costs nothing to compare; an equal one may not come.
  @SuppressWarnings("ReferenceEquality")
  boolean holdsIn(Image later) {
    for (CatalogObject object : objects) {
      if (later.object(object.id()).orElse(null) != object) {
        return false;
      }
    }
    return true;
  }
}
