package io.fairlead.secret.local;

import io.fairlead.catalog.Image;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Takes away material that nothing refers to: what a crash between keeping and committing left, and
/// the values of dropped objects.
///
/// Only at start-up, before the first statement, and only where this server is alone on its store:
/// material that another server has kept and is about to commit looks the same.
public final class Sweep {
  private static final int KEYS_AT_ONCE = 1000;

  private Sweep() {}

  /// @param image the latest image of the catalog in `store`
  /// @return how many pieces were taken away
  public static int orphans(Store store, Image image) throws StoreFull {
    Set<String> referenced = referenced(image);
    List<String> orphans = new ArrayList<>();
    store.materialKeys(
        key -> {
          if (!referenced.contains(key)) {
            orphans.add(key);
          }
        });
    for (int from = 0; from < orphans.size(); from += KEYS_AT_ONCE) {
      store.removeMaterial(
          orphans.subList(from, Math.min(orphans.size(), from + KEYS_AT_ONCE)));
    }
    return orphans.size();
  }

  private static Set<String> referenced(Image image) {
    Set<String> keys = new HashSet<>();
    Consumer<MaterialRef> add =
        material -> {
          if (material.backend().equals(LocalVault.BACKEND)) {
            keys.add(material.key());
          }
        };
    for (CatalogObject object : image.objects()) {
      switch (object) {
        case Secret secret -> secret.versions().forEach(version -> add.accept(version.material()));
        case Connection connection ->
            connection.keys().forEach(pair -> add.accept(pair.privateKey()));
        case io.fairlead.model.Role _, io.fairlead.model.Schema _ -> {}
      }
    }
    return keys;
  }
}
