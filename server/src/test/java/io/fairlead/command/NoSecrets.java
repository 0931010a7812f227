package io.fairlead.command;

import io.fairlead.model.MaterialRef;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;

/// Keeps nothing: nobody asks it for anything.
record NoSecrets() implements SecretStore {
  @Override
  public String backend() {
    return "none";
  }

  @Override
  public MaterialRef keep(Slot slot, SecretBytes value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SecretBytes read(Slot slot, MaterialRef material) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(Slot slot, MaterialRef material) {}

  @Override
  public boolean isSealed() {
    return false;
  }
}
