package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Link;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;

/// Nobody is let in, and meanwhile something else happens.
record ClosedDoor(Runnable meanwhile) implements Opener {
  @Override
  public Link open(Image image, Connection connection, Deadline deadline) throws StepFailed {
    meanwhile.run();
    throw new StepFailed("the connection was refused");
  }
}
