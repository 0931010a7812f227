package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.FleetingStore;
import java.io.IOException;
import java.util.Set;

/// [ObjectUse] for a connection that is in no catalog: that of one statement. Its links are nobody
/// else's, and nothing of it stays behind.
public final class FleetingUse implements AutoCloseable {
  private final Pool pool;
  private final Pool own;
  private final ObjectUse use;
  private final Set<ObjectId> made;
  private final FleetingStore material;

  /// @param image with the connection and the secrets that were made for it
  /// @param made the ids of those
  /// @param material what those secrets hold; closed with this
  public FleetingUse(
      Pool pool, StorageUse storage, Image image, Set<ObjectId> made, FleetingStore material) {
    this.pool = pool;
    this.own = pool.apart(image, material);
    this.use = new ObjectUse(own, storage);
    this.made = Set.copyOf(made);
    this.material = material;
  }

  /// As [ObjectUse#run].
  public <T> T run(ObjectUse.Work<T> work, Deadline deadline)
      throws StepFailed, ObjectLink.Gone, IOException {
    return use.run(work, deadline);
  }

  @Override
  public void close() {
    own.close();
    material.close();
    pool.forget(made);
  }
}
