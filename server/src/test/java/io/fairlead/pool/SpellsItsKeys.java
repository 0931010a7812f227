package io.fairlead.pool;

import io.fairlead.model.MaterialRef;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;

/// The first value of secret 30 is `30.1`.
record SpellsItsKeys() implements SecretStore {
  @Override
  public String backend() {
    return "test";
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
  public void remove(Slot slot, MaterialRef material) {}

  @Override
  public boolean isSealed() {
    return false;
  }
}
