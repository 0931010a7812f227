package io.fairlead.vault;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SignIns;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretStores;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Single calls of vaults: each signs in as its vault connection says and does one thing there.
public final class VaultCalls {
  /// The one thing.
  @FunctionalInterface
  interface Work<T> {
    T run(Vault vault) throws StepFailed;
  }

  private final Connectors connectors;
  private final SecretStores local;
  private final Dialer dialer;
  private final SecretUses uses;
  private final BiFunction<Image, Deadline, SignIns> signIns;
  private final Supplier<Image> latest;
  private final LongSupplier nanoTime;
  private final Semaphore places = new Semaphore(Limits.VAULT_CALLS);

  /// @param local this server's own vault alone: where the secrets of vault connections are
  /// @param signIns how they sign in
  public VaultCalls(
      Connectors connectors,
      SecretStores local,
      Dialer dialer,
      SecretUses uses,
      BiFunction<Image, Deadline, SignIns> signIns,
      Supplier<Image> latest,
      LongSupplier nanoTime) {
    this.connectors = connectors;
    this.local = local;
    this.dialer = dialer;
    this.uses = uses;
    this.signIns = signIns;
    this.latest = latest;
    this.nanoTime = nanoTime;
  }

  /// @param storage the vault connection
  /// @throws StepFailed when the vault cannot be reached or refuses
  /// @throws Refusal when there is no such vault, or its own secrets cannot be read
  <T> T call(ObjectId storage, Deadline deadline, Work<T> work) throws StepFailed {
    if (!places.tryAcquire()) {
      throw new StepFailed("too many calls of vaults are running", "Try again in a moment.")
          .withoutAnswer();
    }
    try {
      Image image = latest.get();
      Connection connection = connection(image, storage);
      mustBeOurOwn(image, connection);
      return call(image, connection, deadline, work);
    } finally {
      places.release();
    }
  }

  /// A vault may let everybody in and refuse what is asked for, be it for the credential or for a right
  /// that is missing. That falls back too, but makes nobody wait: it is no sign-in that could lock an
  /// account, and others may ask for what is allowed.
  private <T> T call(Image image, Connection connection, Deadline deadline, Work<T> work)
      throws StepFailed {
    SignIns ways = signIns.apply(image, deadline);
    SignIns.Opening<Opened> opening = (as, within) -> opened(image, as, within, deadline);
    StepFailed refusal;
    try (Opened vault = ways.open(connection, opening)) {
      try {
        return vault.run(work);
      } catch (StepFailed failed) {
        if (!failed.isCredentialRefused() || !vault.attempt.subject().equals(connection)) {
          throw failed;
        }
        refusal = failed;
      }
    }
    Optional<T> before = before(ways, connection, opening, work);
    if (before.isEmpty()) {
      throw refusal;
    }
    return before.get();
  }

  /// @return empty when the earlier sign-in is refused as well, or there is none
  private static <T> Optional<T> before(
      SignIns ways, Connection connection, SignIns.Opening<Opened> opening, Work<T> work)
      throws StepFailed {
    Optional<Opened> earlier = Optional.empty();
    try {
      earlier = ways.before(connection, opening);
      return earlier.isEmpty() ? Optional.empty() : Optional.of(earlier.get().run(work));
    } catch (StepFailed failed) {
      if (failed.isCredentialRefused()) {
        return Optional.empty();
      }
      throw failed;
    } finally {
      earlier.ifPresent(Opened::close);
    }
  }

  private Opened opened(Image image, Connection as, SignIns within, Deadline deadline)
      throws StepFailed {
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, local);
    Attempt attempt = new Attempt(as, around, dialer, deadline, nanoTime, within);
    boolean done = false;
    try {
      Opened opened = new Opened(attempt, attempt.vault(type(as)), around);
      done = true;
      return opened;
    } finally {
      if (!done) {
        uses.refused(attempt.secretsRefused(), around);
        attempt.close();
      }
    }
  }

  /// A vault that is signed in to, as far as it asks for that.
  private final class Opened implements AutoCloseable {
    private final Attempt attempt;
    private final Vault vault;
    private final ObjectSurroundings around;

    private Opened(Attempt attempt, Vault vault, ObjectSurroundings around) {
      this.attempt = attempt;
      this.vault = vault;
      this.around = around;
    }

    /// What the vault does not answer proves nothing of who asks.
    <T> T run(Work<T> work) throws StepFailed {
      try {
        T result = work.run(vault);
        uses.record(attempt.secretsRead(), around, SecretUses.By.LINK);
        return result;
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused()) {
          attempt.refused();
        }
        throw failed;
      }
    }

    @Override
    public void close() {
      uses.refused(attempt.secretsRefused(), around);
      attempt.close();
    }
  }

  private VaultType<?> type(Connection connection) {
    if (connectors.get(connection.type()) instanceof VaultType<?> type) {
      return type;
    }
    throw Refusal.of(
        ProblemKind.WRONG_OBJECT_KIND,
        "connection \"" + connection.name().object() + "\" is not a credential storage");
  }

  private static Connection connection(Image image, ObjectId storage) {
    return image
        .connection(storage)
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemKind.SECRET_UNAVAILABLE,
                        "the credential storage is not in the catalog")
                    .withHint("It was dropped, or the block that makes it is not committed yet.")
                    .refusal());
  }

  /// A way into a vault that leads through a vault could go round in circles.
  private static void mustBeOurOwn(Image image, Connection connection) {
    for (ObjectId id : connection.references()) {
      if (image.secret(id).filter(secret -> secret.storage().isPresent()).isPresent()) {
        throw Problem.of(
                ProblemKind.SECRET_UNAVAILABLE,
                "credential storage \""
                    + connection.name().object()
                    + "\" signs in with a secret that is in a credential storage itself")
            .withHint("Give it a secret that this server's own vault keeps.")
            .refusal();
      }
    }
  }
}
