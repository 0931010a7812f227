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
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretStores;
import java.util.concurrent.Semaphore;
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
  private final Supplier<Image> latest;
  private final LongSupplier nanoTime;
  private final Semaphore places = new Semaphore(Limits.VAULT_CALLS);

  /// @param local this server's own vault alone: where the secrets of vault connections are
  public VaultCalls(
      Connectors connectors,
      SecretStores local,
      Dialer dialer,
      SecretUses uses,
      Supplier<Image> latest,
      LongSupplier nanoTime) {
    this.connectors = connectors;
    this.local = local;
    this.dialer = dialer;
    this.uses = uses;
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
      ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, local);
      try (Attempt attempt = new Attempt(connection, around, dialer, deadline, nanoTime)) {
        Vault vault = attempt.vault(type(connection));
        uses.record(attempt.secretsRead(), around, SecretUses.By.LINK);
        return work.run(vault);
      }
    } finally {
      places.release();
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
