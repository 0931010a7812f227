package io.fairlead.pool;

import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import java.util.Optional;

/// What links are leased for: a connection as it stands, or as whoever keeps files with it uses it.
/// All who keep them in one place share its links.
///
/// @param use without what makes no difference to a link
record Subject(ObjectId connection, Optional<StorageUse> use) {
  static Subject of(ObjectId connection) {
    return new Subject(connection, Optional.empty());
  }

  static Subject of(StorageUse use) {
    StorageUse bare =
        new StorageUse("", use.place(), use.connection(), false, use.pin());
    return new Subject(use.connection(), Optional.of(bare));
  }
}
