package io.fairlead.secret.local;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.MaterialTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Takes the material of dropped objects, rotated keys and values beyond the kept ones out of the
/// vault, soon after the commit that gave them up. What it misses is an orphan for [Sweep].
public final class Forgetting implements Follower {
  private final MaterialTable table;

  public Forgetting(MaterialTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "vault";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    Set<String> gone = new TreeSet<>();
    Set<String> kept = new TreeSet<>();
    for (Commit commit : between) {
      for (Change change : commit.changes()) {
        if (change instanceof Change.Put put) {
          gone.addAll(LocalVault.keysOf(put.object()));
        }
        before.object(change.id()).ifPresent(object -> gone.addAll(LocalVault.keysOf(object)));
        after.object(change.id()).ifPresent(object -> kept.addAll(LocalVault.keysOf(object)));
      }
    }
    gone.removeAll(kept);
    if (!gone.isEmpty()) {
      table.remove(new ArrayList<>(gone));
    }
  }
}
