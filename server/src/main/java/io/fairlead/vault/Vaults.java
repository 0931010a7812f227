package io.fairlead.vault;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretLink;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;
import io.fairlead.secret.VaultStatus;
import io.fairlead.secret.VaultStatuses;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The vaults of other systems as secret stores; a backend's name is the id of its vault connection.
///
/// A value is read afresh at every use, in one call for all who ask at the same time. When the vault
/// gives no answer, and only then, the last value of a linked secret is used for as long as the
/// secret's `max_stale` allows. What a vault refuses, or does not have any more, is never served from
/// before.
public final class Vaults
    implements Function<String, Optional<SecretStore>>, VaultStatuses {
  private static final Logger LOG = System.getLogger(Vaults.class.getName());
  private static final int KEY_BYTES = 16;

  private final VaultCalls calls;
  private final Supplier<Image> latest;
  private final String catalog;
  private final SecureRandom random;
  private final Reveal reveal;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Flights<Place, Reading> flights = new Flights<>();
  private final LastReadings readings;
  private final Seal seal;
  private final Outcomes<Place> values = new Outcomes<>();
  private final Outcomes<ObjectId> storages = new Outcomes<>();

  /// @param latest the latest committed image
  /// @param catalog the catalog's id; part of the names under which values are kept
  public Vaults(
      VaultCalls calls,
      Supplier<Image> latest,
      String catalog,
      SecureRandom random,
      Reveal reveal,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.calls = calls;
    this.latest = latest;
    this.catalog = catalog;
    this.random = random;
    this.reveal = reveal;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.readings = new LastReadings(nanoTime);
    this.seal = Seal.fresh(random, reveal);
  }

  /// The store of a backend; empty when the name is not that of a vault connection.
  @Override
  public Optional<SecretStore> apply(String backend) {
    return storage(backend).map(id -> new VaultStore(this, id));
  }

  private static Optional<ObjectId> storage(String backend) {
    try {
      return Optional.of(ObjectId.parse(backend));
    } catch (IllegalArgumentException otherBackend) {
      return Optional.empty();
    }
  }

  /// Whether material is in a vault.
  static boolean keeps(MaterialRef material) {
    return storage(material.backend()).isPresent();
  }

  @Override
  public VaultStatus status(Secret secret) {
    return place(secret)
        .map(place -> values.status(place, clock.instant()))
        .orElse(VaultStatus.UNKNOWN);
  }

  @Override
  public VaultStatus storageStatus(ObjectId storage) {
    return storages.status(storage, clock.instant());
  }

  /// Where a linked secret has its value.
  static Optional<Place> place(Secret secret) {
    return secret
        .link()
        .flatMap(link -> secret.storage().map(id -> new Place(id, link.name())));
  }

  /// Nothing of what was read there is used again.
  void forget(Place place) {
    readings.forget(place);
    values.forget(place);
  }

  SecretBytes read(Place place, Slot slot) {
    Deadline deadline = Deadline.after(Limits.VAULT_READ, nanoTime);
    Image image = latest.get();
    Optional<Duration> maxStale = maxStale(image, place, slot);
    Options options =
        image.connection(place.storage()).map(vault -> vault.options()).orElse(Options.NONE);
    try {
      Reading reading = flights.share(place, deadline, until -> call(place, until));
      values.read(place, reading.at());
      answered(place.storage(), storages.read(place.storage(), reading.at()));
      readings.read(
          place,
          options,
          reading.nanos(),
          maxStale.isPresent() ? seal.close(reading.value()) : null);
      return copy(reading.value());
    } catch (StepFailed failed) {
      Instant now = clock.instant();
      if (!failed.isWithoutAnswer()) {
        values.refused(place, now, failed.cause());
        answered(
            place.storage(), storages.refused(place.storage(), now, failed.cause()));
        readings.forget(place);
        throw unreadable(image, place, slot, failed);
      }
      values.silent(place, now, failed.cause());
      silent(image, place.storage(), now, failed);
      return maxStale
          .flatMap(most -> readings.last(place, options, most))
          .map(seal::open)
          .orElseThrow(() -> unreadable(image, place, slot, failed));
    }
  }

  private Reading call(Place place, Deadline deadline) throws StepFailed {
    SecretBytes value =
        calls.call(place.storage(), deadline, vault -> vault.read(place.name()));
    if (value.length() > Limits.SECRET_BYTES) {
      value.close();
      throw new StepFailed("the value is larger than " + Limits.SECRET_BYTES + " bytes");
    }
    return new Reading(value, clock.instant(), nanoTime.getAsLong());
  }

  private static Optional<Duration> maxStale(Image image, Place place, Slot slot) {
    return image
        .secret(slot.object())
        .filter(secret -> place(secret).equals(Optional.of(place)))
        .flatMap(Secret::link)
        .flatMap(SecretLink::maxStale);
  }

  private SecretBytes copy(SecretBytes shared) {
    byte[] plain = shared.reveal(reveal);
    try {
      return SecretBytes.of(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static void answered(ObjectId storage, boolean wasSilent) {
    if (wasSilent) {
      LOG.log(Logger.Level.INFO, "credential storage {0} answers again", storage);
    }
  }

  private void silent(Image image, ObjectId storage, Instant now, StepFailed failed) {
    if (!storages.silent(storage, now, failed.cause())) {
      LOG.log(
          Logger.Level.WARNING,
          "credential storage {0} (\"{1}\") gives no answer ({2}); secrets with MAX STALE are"
              + " served from before as long as that allows",
          storage,
          name(image, storage),
          failed.cause());
    }
  }

  private static Refusal unreadable(Image image, Place place, Slot slot, StepFailed failed) {
    return Problem.of(
            ProblemKind.SECRET_UNAVAILABLE,
            "secret \""
                + name(image, slot.object())
                + "\" cannot be read from credential storage \""
                + name(image, place.storage())
                + "\": "
                + failed.cause())
        .withHint(failed.hint())
        .refusal();
  }

  private static String name(Image image, ObjectId id) {
    return image.object(id).map(object -> object.name().object()).orElse(id.toString());
  }

  /// The name has only letters, digits and hyphens, which every vault takes.
  ///
  /// @return the vault's name for it
  String keep(ObjectId storage, Slot slot, SecretBytes value) {
    if (value.length() > Limits.SECRET_BYTES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE, "a secret may have at most " + Limits.SECRET_BYTES + " bytes");
    }
    byte[] unique = new byte[KEY_BYTES];
    random.nextBytes(unique);
    String name =
        "fairlead-" + catalog + "-" + slot.object() + "-" + HexFormat.of().formatHex(unique);
    try {
      change(storage, vault -> vault.write(name, value));
      return name;
    } catch (StepFailed failed) {
      throw Problem.of(
              ProblemKind.SECRET_UNAVAILABLE,
              "credential storage \""
                  + name(latest.get(), storage)
                  + "\" does not take the secret: "
                  + failed.cause())
          .withHint(failed.hint())
          .refusal();
    }
  }

  /// Best effort: what a vault does not give up stays there, under a name that says whose it is.
  void remove(Place place) {
    try {
      change(place.storage(), vault -> vault.remove(place.name()));
    } catch (StepFailed | Refusal failure) {
      LOG.log(
          Logger.Level.WARNING,
          "credential storage {0} still has {1}: {2}",
          place.storage(),
          place.name(),
          failure.getMessage());
    }
  }

  /// A change of what a vault keeps.
  @FunctionalInterface
  private interface Edit {
    void make(Vault vault) throws StepFailed;
  }

  private void change(ObjectId storage, Edit edit) throws StepFailed {
    calls.call(
        storage,
        Deadline.after(Limits.VAULT_WRITE, nanoTime),
        vault -> {
          edit.make(vault);
          return true;
        });
  }
}
