package io.fairlead.secret.local;

import io.fairlead.catalog.Image;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.StoreFull;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes away material that nothing refers to: what a crash between keeping and committing left, and
/// what [Forgetting] had no time for.
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
    image.objects().forEach(object -> keys.addAll(LocalVault.keysOf(object)));
    return keys;
  }
}
