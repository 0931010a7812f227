package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.Link;
import io.fairlead.connector.LinkType;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.secret.SecretStores;
import java.util.function.LongSupplier;

/// Opens links with the objects and secrets of an image, and notes which versions let them in.
record AttemptOpener(
    Connectors connectors,
    SecretStores secrets,
    Dialer dialer,
    SecretUses uses,
    LongSupplier nanoTime)
    implements Opener {

  @Override
  public Link open(Image image, Connection connection, Deadline deadline) throws StepFailed {
    if (!(connectors.get(connection.type()) instanceof LinkType<?> type)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connections of type \"" + connection.type() + "\" carry no queries")
          .refusal();
    }
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, secrets);
    Deadline opening =
        deadline.within(SharedOptions.timeout(connection.options(), Limits.LINK_OPEN));
    try (Attempt attempt = new Attempt(connection, around, dialer, opening, nanoTime)) {
      Link link = attempt.open(type);
      uses.record(attempt.secretsRead(), around, SecretUses.By.LINK);
      return link;
    }
  }
}
