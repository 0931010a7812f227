package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Fallback;
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
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.SecretStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Opens links with the objects and secrets of an image, and notes which versions let them in. While
/// an overlap lasts, a refused credential falls back to the one before; refused ones are not tried
/// again until their step of the backoff is over.
///
/// @param present about connections as they are defined now
/// @param earlier about the same with the secrets of before
record AttemptOpener(
    Connectors connectors,
    SecretStores secrets,
    Dialer dialer,
    SecretUses uses,
    CredentialBackoff present,
    CredentialBackoff earlier,
    InstantSource clock,
    LongSupplier nanoTime)
    implements Opener {

  @Override
  public Connection placed(StorageUse use, Connection connection) {
    return PlacedConnection.of(use, connection, connectors.storageType(connection.type()));
  }

  @Override
  public Link open(Image image, Connection connection, Deadline deadline) throws StepFailed {
    if (!(connectors.get(connection.type()) instanceof LinkType<?> type)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connections of type \"" + connection.type() + "\" carry no queries")
          .refusal();
    }
    Deadline opening =
        deadline.within(SharedOptions.timeout(connection.options(), Limits.LINK_OPEN));
    Definition definition = Definition.of(image, connection);
    Optional<Duration> wait;
    StepFailed refusal;
    try (var _ = present.turn(connection.id(), definition, opening)) {
      wait = present.mustWait(connection.id(), definition);
      if (wait.isPresent()) {
        refusal = waiting(wait.get());
      } else {
        return openPresent(image, connection, definition, type, opening);
      }
    } catch (StepFailed failed) {
      if (!failed.isCredentialRefused()) {
        throw failed;
      }
      wait = Optional.empty();
      refusal = failed;
    }
    Optional<Fallback> fallback = Fallback.of(connection, image::object, clock.instant());
    if (fallback.isEmpty()) {
      throw refusal;
    }
    Connection before = fallback.get().connection();
    Definition definedBefore = Definition.of(image, before);
    try (var _ = earlier.turn(before.id(), definedBefore, opening)) {
      if (earlier.mustWait(before.id(), definedBefore).isPresent()) {
        throw refusal;
      }
      Link link = attempt(image, before, type, opening);
      earlier.accepted(before.id(), definedBefore);
      return link;
    } catch (Refusal unusable) {
      // Such as a version that is not kept any more: then there is nothing to fall back to.
      throw refusal;
    } catch (StepFailed failed) {
      if (failed == refusal || !failed.isCredentialRefused()) {
        throw failed;
      }
      boolean isNews = earlier.refused(before.id(), definedBefore);
      if (isNews && wait.isPresent()) {
        // The peer has just been changed over: the present one need not wait for its step.
        return openPresent(image, connection, definition, type, opening);
      }
      throw refusal;
    }
  }

  @Override
  public void signedIn(ObjectId connection) {
    present.reset(connection);
  }

  @Override
  public void forget(Predicate<ObjectId> isGone) {
    present.forget(isGone);
    earlier.forget(isGone);
  }

  private Link openPresent(
      Image image,
      Connection connection,
      Definition definition,
      LinkType<?> type,
      Deadline opening)
      throws StepFailed {
    try {
      Link link = attempt(image, connection, type, opening);
      present.accepted(connection.id(), definition);
      return link;
    } catch (StepFailed failed) {
      if (failed.isCredentialRefused()) {
        present.refused(connection.id(), definition);
      }
      throw failed;
    }
  }

  private Link attempt(Image image, Connection subject, LinkType<?> type, Deadline opening)
      throws StepFailed {
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, secrets);
    try (Attempt attempt = new Attempt(subject, around, dialer, opening, nanoTime)) {
      try {
        Link link = attempt.open(type);
        uses.record(attempt.secretsRead(), around, SecretUses.By.LINK);
        return link;
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused()) {
          uses.refused(subject.id(), attempt.secretsRead(), around);
        }
        throw failed;
      }
    }
  }

  private static StepFailed waiting(Duration wait) {
    return new StepFailed(
            "the last sign-in was refused, and the next one is made in "
                + wait.plusMillis(999).toSeconds()
                + " s",
            "So that no account is locked. A new value of the secret, or any change of the"
                + " connection, is tried at once.")
        .refusedCredential();
  }
}
