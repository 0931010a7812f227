package io.fairlead.secret;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.MaterialRef;
import java.util.HashMap;
import java.util.Map;

/// Material that one statement brings along: it is in memory alone, and wiped with the statement.
public final class FleetingStore implements SecretStore, AutoCloseable {
  private static final String BACKEND = "fleeting";

  private final Map<String, SecretBytes> values = new HashMap<>();

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public synchronized MaterialRef keep(Slot slot, SecretBytes value) {
    String key = slot.object() + " " + slot.name();
    SecretBytes before = values.put(key, value.copy());
    if (before != null) {
      before.close();
    }
    return new MaterialRef(BACKEND, key);
  }

  @Override
  public synchronized SecretBytes read(Slot slot, MaterialRef material) {
    SecretBytes value = values.get(material.key());
    if (value == null) {
      throw Problem.of(ProblemKind.SECRET_UNAVAILABLE, "the statement with the secret has ended")
          .refusal();
    }
    return value.copy();
  }

  @Override
  public synchronized void remove(Slot slot, MaterialRef material) {
    SecretBytes value = values.remove(material.key());
    if (value != null) {
      value.close();
    }
  }

  @Override
  public boolean isSealed() {
    return false;
  }

  @Override
  public synchronized void close() {
    values.values().forEach(SecretBytes::close);
    values.clear();
  }
}
