package io.fairlead.secret;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.MaterialRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The secret stores of this server by the name of their backend; the first one is where new
/// material goes unless a statement says otherwise.
public final class SecretStores {
  private final Map<String, SecretStore> byBackend = new LinkedHashMap<>();
  private final SecretStore standard;

  public SecretStores(List<SecretStore> stores) {
    stores.forEach(store -> byBackend.put(store.backend(), store));
    this.standard = stores.getFirst();
  }

  public SecretStore standard() {
    return standard;
  }

  /// Reads material wherever it is kept.
  ///
  /// @throws io.fairlead.base.Refusal when its backend is not there or cannot serve
  public SecretBytes read(Slot slot, MaterialRef material) {
    return backend(material).read(slot, material);
  }

  public void remove(Slot slot, MaterialRef material) {
    backend(material).remove(slot, material);
  }

  private SecretStore backend(MaterialRef material) {
    SecretStore store = byBackend.get(material.backend());
    if (store == null) {
      throw Problem.of(
              ProblemKind.SECRET_UNAVAILABLE,
              "secret backend \"" + material.backend() + "\" is not configured")
          .refusal();
    }
    return store;
  }
}
