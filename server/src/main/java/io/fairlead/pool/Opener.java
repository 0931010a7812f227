package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Link;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.SecretStore;
import java.util.function.Predicate;

/// Opens links for the pool.
interface Opener {
  /// A connection as a table or a stage uses it.
  default Connection placed(StorageUse use, Connection connection) {
    throw new UnsupportedOperationException("links of connections alone");
  }

  /// The same, which knows a further place of material.
  default Opener reading(SecretStore material) {
    throw new UnsupportedOperationException("there is no other material");
  }

  /// How many links the connection may have.
  default int mostLinks(Connection connection) {
    return SharedOptions.maxConnections(connection.options(), Limits.LINKS_PER_CONNECTION);
  }

  /// @throws StepFailed at the first step that failed
  /// @throws io.fairlead.base.Refusal when connections of that type carry no links, or a secret
  ///     cannot be read
  Link open(Image image, Connection connection, Deadline deadline) throws StepFailed;

  /// The same with a first use of the link as a part of the sign-in.
  default Link open(Image image, Connection connection, FirstUse first, Deadline deadline)
      throws StepFailed {
    Link link = open(image, connection, deadline);
    begin(link, first);
    return link;
  }

  /// The first use of a link, which is closed when that fails.
  static void begin(Link link, FirstUse first) throws StepFailed {
    boolean begun = false;
    try {
      first.on(link);
      begun = true;
    } finally {
      if (!begun) {
        link.close();
      }
    }
  }

  /// Somebody has just signed in by other ways, as the connection is now.
  default void signedIn(ObjectId connection) {}

  /// Forgets the connections for which `isGone` holds.
  default void forget(Predicate<ObjectId> isGone) {}
}
