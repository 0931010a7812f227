package io.fairlead.connector;

import io.fairlead.model.MaterialRef;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;

/// Keeps nothing of what it is given.
final class ForgetfulStore implements SecretStore {
  @Override
  public String backend() {
    return "test";
  }

  @Override
  public MaterialRef keep(Slot slot, SecretBytes value) {
    return new MaterialRef("test", "gone");
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
