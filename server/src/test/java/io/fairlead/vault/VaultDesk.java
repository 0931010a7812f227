package io.fairlead.vault;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SignIns;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/// A vault and one linked secret in it, for tests of how it is read.
abstract class VaultDesk {
  static final Reveal REVEAL = Reveal.create();
  static final Touch NOW = new Touch(Instant.EPOCH, "admin");
  static final ObjectId VAULT = new ObjectId(7);
  static final ObjectId TOKEN = new ObjectId(8);
  static final ObjectId LINKED = new ObjectId(9);
  static final Slot SLOT = new Slot(LINKED, Slot.VALUE);
  static final Duration HOUR = Duration.ofHours(1);

  final VaultDouble peer = new VaultDouble(REVEAL);
  final Connectors connectors = new Connectors(List.of(peer));
  BiFunction<Image, Deadline, SignIns> signIns = (_, _) -> SignIns.PRESENT;
  final SecretUses uses = new SecretUses(() -> Instant.EPOCH);
  final AtomicLong nanos = new AtomicLong(1);
  Image image =
      Image.EMPTY
          .with(new Secret(header(TOKEN, "token"), Secret.TEXT, List.of(version("local", "t"))))
          .with(vault(Options.of(Map.of("token", new OptionValue.SecretUse(TOKEN)))))
          .with(linked("db/password", Optional.of(HOUR)));
  final Vaults vaults = vaults();

  Vaults vaults() {
    VaultCalls calls =
        new VaultCalls(
            connectors,
            new SecretStores(List.of(new KeyIsTheValue())),
            new EgressDialer(new EgressPolicy(true, true)),
            uses,
            (seen, deadline) -> signIns.apply(seen, deadline),
            () -> image,
            nanos::get);
    return new Vaults(
        calls,
        () -> image,
        "c0ffee",
        new SecureRandom(),
        REVEAL,
        nanos::get,
        () -> Instant.EPOCH.plusNanos(nanos.get()));
  }

  Instant time() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  static Header header(ObjectId id, String name) {
    return Header.first(id, new Name(Name.PUBLIC, name), new ObjectId(1), NOW);
  }

  static SecretVersion version(String backend, String key) {
    return new SecretVersion(1, new MaterialRef(backend, key), NOW);
  }

  static Connection vault(Options options) {
    return new Connection(header(VAULT, "v"), VaultDouble.NAME, options, List.of(), "test");
  }

  static Secret linked(String name, Optional<Duration> maxStale) {
    return new Secret(
        header(LINKED, "s"),
        Secret.TEXT,
        List.of(version(VAULT.toString(), name)),
        Optional.of(VAULT),
        Optional.of(new SecretLink(name, maxStale)),
        SecretFacts.NONE, Optional.empty(), Optional.empty());
  }

  SecretStore store() {
    return vaults.apply(VAULT.toString()).orElseThrow();
  }

  String read() {
    return read("db/password");
  }

  String read(String name) {
    try (SecretBytes value = store().read(SLOT, new MaterialRef(VAULT.toString(), name))) {
      return value.revealText(REVEAL);
    }
  }

  Problem refused() {
    return assertThrows(Refusal.class, this::read).problem();
  }

  private record KeyIsTheValue() implements SecretStore {
    @Override
    public String backend() {
      return "local";
    }

    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      return SecretBytes.of(material.key());
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSealed() {
      return false;
    }
  }
}
