package io.fairlead.secret;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The secret stores of this server by the name of their backend; the first one is where new
/// material goes unless a statement says otherwise.
public final class SecretStores {
  private final Map<String, SecretStore> byBackend = new LinkedHashMap<>();
  private final SecretStore standard;
  private final Function<String, Optional<SecretStore>> others;

  public SecretStores(List<SecretStore> stores) {
    this(stores, _ -> Optional.empty());
  }

  /// @param others finds the stores that come and go, by the names of their backends
  public SecretStores(
      List<SecretStore> stores, Function<String, Optional<SecretStore>> others) {
    stores.forEach(store -> byBackend.put(store.backend(), store));
    this.standard = stores.getFirst();
    this.others = others;
  }

  /// The same stores, with another one for new material.
  public SecretStores keepingIn(SecretStore other) {
    List<SecretStore> stores = new ArrayList<>(byBackend.values());
    stores.addFirst(other);
    return new SecretStores(stores, others);
  }

  public SecretStore standard() {
    return standard;
  }

  /// Where the values of a secret are kept.
  ///
  /// @param storage its vault connection; empty for this server's own vault
  public SecretStore of(Optional<ObjectId> storage) {
    return storage.map(id -> backend(id.toString())).orElse(standard);
  }

  /// Reads material wherever it is kept.
  ///
  /// @throws io.fairlead.base.Refusal when its backend is not there or cannot serve
  public SecretBytes read(Slot slot, MaterialRef material) {
    return backend(material.backend()).read(slot, material);
  }

  public void remove(Slot slot, MaterialRef material) {
    backend(material.backend()).remove(slot, material);
  }

  private SecretStore backend(String name) {
    SecretStore store = byBackend.get(name);
    return store != null ? store : others.apply(name).orElseThrow(() -> missing(name));
  }

  private static Refusal missing(String backend) {
    return Refusal.of(
        ProblemKind.SECRET_UNAVAILABLE, "secret backend \"" + backend + "\" is not configured");
  }
}
