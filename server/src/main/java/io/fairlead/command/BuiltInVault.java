package io.fairlead.command;

import io.fairlead.base.Refusal;
import io.fairlead.connector.Probe;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.ObjectName;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// This server's own vault as DeltaForge knows it: a credential storage that is there from the start,
/// that nobody makes, changes or drops.
public final class BuiltInVault {
  static final String ID = "00000000-0000-0000-0000-000000000001";
  static final String NAME = "OS Keychain";
  static final String TYPE = "OS_KEYCHAIN";
  private static final String PROBE = "probe";
  private final SecretStores secrets;
  private final Supplier<ObjectId> newId;
  private final LongSupplier nanoTime;

  /// @param newId an id that no object has: the slot of what the test writes
  public BuiltInVault(SecretStores secrets, Supplier<ObjectId> newId, LongSupplier nanoTime) {
    this.secrets = secrets;
    this.newId = newId;
    this.nanoTime = nanoTime;
  }

  static boolean isNamed(ObjectName name) {
    return name.parts().equals(List.of(NAME));
  }

  /// Writes, reads and removes a value that nobody needs.
  Probe probe() {
    long start = nanoTime.getAsLong();
    SecretStore store = secrets.standard();
    Slot slot = new Slot(newId.get(), PROBE);
    String failure = null;
    String hint = null;
    try (SecretBytes written = SecretBytes.of(PROBE)) {
      MaterialRef material = store.keep(slot, written);
      try (SecretBytes read = store.read(slot, material)) {
        failure = read.length() == written.length() ? null : "another value came back";
      } finally {
        store.remove(slot, material);
      }
    } catch (Refusal refusal) {
      failure = refusal.problem().message();
      hint = refusal.problem().hint();
    }
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
    return new Probe(
        List.of(new Probe.Step("write, read and remove", took, "", failure, hint)),
        new TreeMap<>(),
        "");
  }
}
