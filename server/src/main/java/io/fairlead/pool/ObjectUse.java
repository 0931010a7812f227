package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.StorageUse;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Work on the objects of a table or a stage, each piece on a link of the pool. Where a link turns
/// out to be of yesterday (its credential was replaced, or its service has closed it), the same is
/// done once more on a new one, so that nobody sees an error because a connection has changed.
public final class ObjectUse {
  /// A piece of work that may be begun anew.
  @FunctionalInterface
  public interface Work<T> {
    T on(ObjectLink link) throws StepFailed, ObjectLink.Gone, IOException;
  }

  private final Pool pool;
  private final StorageUse use;

  public ObjectUse(Pool pool, StorageUse use) {
    this.pool = pool;
    this.use = use;
  }

  /// Does work that can be begun anew at any point, such as a list, or a read into a buffer that
  /// starts empty each time.
  public <T> T run(Work<T> work, Deadline deadline)
      throws StepFailed, ObjectLink.Gone, IOException {
    return run(work, () -> true, deadline);
  }

  /// @param canRepeat asked after a failure: whether the work can still be begun anew, which it
  ///     cannot once it has passed on what it read
  public <T> T run(Work<T> work, BooleanSupplier canRepeat, Deadline deadline)
      throws StepFailed, ObjectLink.Gone, IOException {
    try {
      return once(work, deadline);
    } catch (StepFailed failed) {
      boolean ofYesterday = failed.isCredentialRefused() || failed.isWithoutAnswer();
      if (!ofYesterday || !canRepeat.getAsBoolean() || deadline.hasPassed()) {
        throw failed;
      }
      return once(work, deadline);
    }
  }

  private <T> T once(Work<T> work, Deadline deadline)
      throws StepFailed, ObjectLink.Gone, IOException {
    try (Lease lease = pool.lease(use, deadline)) {
      try {
        return work.on((ObjectLink) lease.link());
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused() || failed.isWithoutAnswer()) {
          pool.distrust(lease);
        }
        throw failed;
      }
    }
  }
}
