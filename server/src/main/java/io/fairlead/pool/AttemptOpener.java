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
import io.fairlead.connector.PlacedConnection;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.SignIns;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Opens links with the objects and secrets of an image, and notes which versions let them in and which
/// were refused.
record AttemptOpener(
    Connectors connectors,
    SecretStores secrets,
    Dialer dialer,
    SecretUses uses,
    GuardedSignIns signIns,
    LongSupplier nanoTime)
    implements Opener {

  @Override
  public Connection placed(StorageUse use, Connection connection) {
    return PlacedConnection.of(use, connection, connectors.placeType(connection.type()));
  }

  @Override
  public Opener reading(SecretStore material) {
    return new AttemptOpener(
        connectors, secrets.keepingIn(material), dialer, uses, signIns, nanoTime);
  }

  @Override
  public int mostLinks(Connection connection) {
    int most =
        connectors
            .find(connection.type())
            .map(type -> type instanceof LinkType<?> links ? links.mostLinks() : 0)
            .filter(links -> links > 0)
            .orElse(Limits.LINKS_PER_CONNECTION);
    return SharedOptions.maxConnections(connection.options(), most);
  }

  @Override
  public Link open(Image image, Connection connection, Deadline deadline) throws StepFailed {
    return open(image, connection, FirstUse.NONE, deadline);
  }

  @Override
  public Link open(Image image, Connection connection, FirstUse first, Deadline deadline)
      throws StepFailed {
    if (!(connectors.get(connection.type()) instanceof LinkType<?> type)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connections of type \"" + connection.type() + "\" carry no queries")
          .refusal();
    }
    Deadline opening =
        deadline.within(SharedOptions.timeout(connection.options(), Limits.LINK_OPEN));
    return signIns
        .on(image, opening)
        .open(connection, (as, within) -> attempt(image, as, within, type, first, opening));
  }

  @Override
  public void signedIn(ObjectId connection) {
    signIns.signedIn(connection);
  }

  @Override
  public void forget(Predicate<ObjectId> isGone) {
    signIns.forget(isGone);
  }

  private Link attempt(
      Image image,
      Connection subject,
      SignIns within,
      LinkType<?> type,
      FirstUse first,
      Deadline opening)
      throws StepFailed {
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, secrets);
    try (Attempt attempt = new Attempt(subject, around, dialer, opening, nanoTime, within)) {
      try {
        Link link = attempt.open(type);
        begin(link, first, attempt);
        uses.record(attempt.secretsRead(), around, SecretUses.By.LINK);
        return link;
      } finally {
        uses.refused(attempt.secretsRefused(), around);
      }
    }
  }

  private static void begin(Link link, FirstUse first, Attempt attempt) throws StepFailed {
    try {
      Opener.begin(link, first);
    } catch (StepFailed failed) {
      if (failed.isCredentialRefused()) {
        attempt.refused();
      }
      throw failed;
    }
  }
}
