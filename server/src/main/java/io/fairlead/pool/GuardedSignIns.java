package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Fallback;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.SignIns;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Signs connections in, whoever opens them: for a link, on the way of one, or to read a vault. While an
/// overlap lasts, a refused credential falls back to the one before; refused ones are not tried
/// again until their step of the backoff is over.
///
/// A connection falls back by itself: what is refused to a tunnel is no refusal of what goes through it.
/// Who signs requests may be refused only by the peer of another connection, which then falls back with
/// the signer.
public final class GuardedSignIns {
  private final Connectors connectors;
  private final InstantSource clock;
  private final CredentialBackoff present;
  private final CredentialBackoff earlier;

  public GuardedSignIns(Connectors connectors, InstantSource clock, LongSupplier nanoTime) {
    this.connectors = connectors;
    this.clock = clock;
    this.present = new CredentialBackoff(nanoTime);
    this.earlier = new CredentialBackoff(nanoTime);
  }

  /// Those of one image's connections.
  ///
  /// @param deadline of all waiting for others who try the same
  public SignIns on(Image image, Deadline deadline) {
    return new OnImage(image, deadline, Map.of());
  }

  /// Somebody has just signed in by other ways, as the connection is now.
  void signedIn(ObjectId connection) {
    present.reset(connection);
  }

  /// Forgets the connections for which `isGone` holds.
  void forget(Predicate<ObjectId> isGone) {
    present.forget(isGone);
    earlier.forget(isGone);
  }

  private boolean signs(Connection connection) {
    return connectors.find(connection.type()).filter(SignerType.class::isInstance).isPresent();
  }

  /// One way to sign in, and who guards it.
  private record Way(
      CredentialBackoff guard, Connection connection, Definition definition, SignIns within) {
    FirstSignIns.Turn turn(Deadline deadline) {
      return guard.turn(connection.id(), definition, deadline);
    }

    Optional<Duration> mustWait() {
      return guard.mustWait(connection.id(), definition);
    }

    <T> T open(SignIns.Opening<T> opening) throws StepFailed {
      T opened = opening.as(connection, within);
      guard.accepted(connection.id(), definition);
      return opened;
    }

    /// @return whether this is news
    boolean refused() {
      return guard.refused(connection.id(), definition);
    }
  }

  private final class OnImage implements SignIns {
    private final Image image;
    private final Deadline deadline;

    /// Those that sign in as they did before.
    private final Map<ObjectId, Connection> signers;

    private OnImage(Image image, Deadline deadline, Map<ObjectId, Connection> signers) {
      this.image = image;
      this.deadline = deadline;
      this.signers = signers;
    }

    @Override
    public <T> T open(Connection connection, Opening<T> opening) throws StepFailed {
      Connection signer = signers.get(connection.id());
      return signer == null ? openNow(connection, opening) : openSigner(signer, opening);
    }

    /// An earlier sign-in has nothing to fall back to.
    private <T> T openSigner(Connection signer, Opening<T> opening) throws StepFailed {
      Way way = way(earlier, signer, Map.of());
      try (var _ = way.turn(deadline)) {
        Optional<Duration> wait = way.mustWait();
        if (wait.isPresent()) {
          throw waiting(wait.get());
        }
        return opened(way, opening);
      }
    }

    private <T> T openNow(Connection connection, Opening<T> opening) throws StepFailed {
      Way now = way(present, connection, Map.of());
      Optional<Duration> wait;
      StepFailed refusal;
      try (var _ = now.turn(deadline)) {
        wait = now.mustWait();
        if (wait.isEmpty()) {
          return opened(now, opening);
        }
        refusal = waiting(wait.get());
      } catch (StepFailed failed) {
        if (!failed.isCredentialRefused()) {
          throw failed;
        }
        wait = Optional.empty();
        refusal = failed;
      }
      Optional<Way> before = before(connection);
      if (before.isEmpty()) {
        throw refusal;
      }
      return openBefore(before.get(), now, wait.isPresent(), refusal, opening);
    }

    /// @param waits whether the present way was not tried, but waits for its step
    private <T> T openBefore(
        Way before, Way now, boolean waits, StepFailed refusal, Opening<T> opening)
        throws StepFailed {
      try (var _ = before.turn(deadline)) {
        if (before.mustWait().isPresent()) {
          throw refusal;
        }
        return before.open(opening);
      } catch (Refusal unusable) {
        // Such as a version that is not kept any more: then there is nothing to fall back to.
        throw refusal;
      } catch (StepFailed failed) {
        if (failed == refusal || !failed.isCredentialRefused()) {
          throw failed;
        }
        if (before.refused() && waits) {
          // The peer has just been changed over: the present one need not wait for its step.
          return opened(now, opening);
        }
        throw refusal;
      }
    }

    @Override
    public <T> Optional<T> before(Connection connection, Opening<T> opening) throws StepFailed {
      Optional<Way> before = before(connection);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      try (var _ = before.get().turn(deadline)) {
        return before.get().mustWait().isPresent()
            ? Optional.empty()
            : Optional.of(opened(before.get(), opening));
      } catch (Refusal unusable) {
        return Optional.empty();
      }
    }

    private Optional<Way> before(Connection connection) {
      return Fallback.of(connection, image::object, GuardedSignIns.this::signs, clock.instant())
          .map(fallback -> way(earlier, fallback.connection(), fallback.signers()));
    }

    private Way way(
        CredentialBackoff guard, Connection connection, Map<ObjectId, Connection> before) {
      Image then = image;
      for (Connection signer : before.values()) {
        then = then.with(signer);
      }
      return new Way(
          guard,
          connection,
          Definition.of(then, connection),
          new OnImage(image, deadline, before));
    }

    private static <T> T opened(Way way, Opening<T> opening) throws StepFailed {
      try {
        return way.open(opening);
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused()) {
          way.refused();
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
