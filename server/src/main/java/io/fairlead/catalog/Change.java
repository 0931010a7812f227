package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;

/// One step from an image to the next. Two kinds are enough, since objects are replaced whole.
public sealed interface Change {
  ObjectId id();

  /// The object is now this: new, or the next version of what was there.
  record Put(CatalogObject object) implements Change {
    @Override
    public ObjectId id() {
      return object.id();
    }
  }

  /// The object is gone. Kind, name and version are for history: what it was, and one more than its
  /// last version.
  record Drop(ObjectId id, Kind kind, Name name, int version) implements Change {
    public static Drop of(CatalogObject object) {
      return new Drop(object.id(), object.kind(), object.name(), object.version() + 1);
    }
  }
}
