package io.fairlead.vault;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import java.lang.System.Logger;
import java.util.List;
import java.util.Set;
import java.util.HashSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Takes the values of dropped secrets, and those beyond the kept ones, out of the vaults that keep
/// them, after the commit that gave them up. Best effort: a value whose vault gives no answer, or went
/// in the same commit, stays there. Linked values are not ours to take away.
public final class VaultForgetting implements Follower, AutoCloseable {
  private static final Logger LOG = System.getLogger(VaultForgetting.class.getName());

  private final Vaults vaults;
  private final BlockingQueue<Place> waiting = new ArrayBlockingQueue<>(Limits.VAULT_REMOVALS);
  private final Thread thread = Thread.ofVirtual().name("vault-forgetting").unstarted(this::run);

  public VaultForgetting(Vaults vaults) {
    this.vaults = vaults;
  }

  public void start() {
    thread.start();
  }

  @Override
  public String name() {
    return "vaults";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    Set<MaterialRef> gone = new HashSet<>();
    Set<MaterialRef> kept = new HashSet<>();
    for (Commit commit : between) {
      for (Change change : commit.changes()) {
        if (change instanceof Change.Put put) {
          gone.addAll(put.object().material());
        }
        before.object(change.id()).map(CatalogObject::material).ifPresent(gone::addAll);
        after.object(change.id()).map(CatalogObject::material).ifPresent(kept::addAll);
        forgetLink(before, after, change.id());
      }
    }
    gone.removeAll(kept);
    for (MaterialRef material : gone) {
      if (Vaults.keeps(material)) {
        Place place = new Place(ObjectId.parse(material.backend()), material.key());
        if (!waiting.offer(place)) {
          LOG.log(Logger.Level.WARNING, "credential storage {0} still has {1}: too many values"
              + " wait to be taken away", place.storage(), place.name());
        }
      }
    }
  }

  /// The last value of a linked secret that was dropped is not kept for longer.
  private void forgetLink(Image before, Image after, ObjectId id) {
    if (after.object(id).isEmpty()) {
      before.secret(id).flatMap(Vaults::place).ifPresent(vaults::forget);
    }
  }

  private void run() {
    try {
      while (true) {
        vaults.remove(waiting.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// How many values wait to be taken away.
  int waiting() {
    return waiting.size();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
