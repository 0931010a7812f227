package io.fairlead.vault;

import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;

/// One vault connection as a place for secrets.
record VaultStore(Vaults vaults, ObjectId storage) implements SecretStore {
  @Override
  public String backend() {
    return storage.toString();
  }

  @Override
  public MaterialRef keep(Slot slot, SecretBytes value) {
    return new MaterialRef(backend(), vaults.keep(storage, slot, value));
  }

  @Override
  public SecretBytes read(Slot slot, MaterialRef material) {
    return vaults.read(new Place(storage, material.key()), slot);
  }

  @Override
  public void remove(Slot slot, MaterialRef material) {
    vaults.remove(new Place(storage, material.key()));
  }

  /// The master key is not asked for here, but to read the vault connection's own secrets.
  @Override
  public boolean isSealed() {
    return false;
  }
}
