package io.fairlead.secret.local;

import io.fairlead.catalog.Material;
import io.fairlead.catalog.MaterialTable;
import io.fairlead.catalog.Store;
import java.util.List;
import java.util.Optional;

/// Material written straight to a store, without the catalog's writer: for one thread only.
record StoreMaterial(Store store) implements MaterialTable {
  @Override
  public void keep(Material material) {
    try {
      store.append(store.head().sequence(), List.of(), 1, List.of(material));
    } catch (Store.HeadMoved | Store.StoreFull e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<byte[]> read(String key) {
    return store.material(key);
  }

  @Override
  public void remove(List<String> keys) {
    try {
      store.removeMaterial(keys);
    } catch (Store.StoreFull e) {
      throw new IllegalStateException(e);
    }
  }
}
