package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Store;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds what a connection was at an earlier version, together with what it used then.
public final class EarlierVersions {
  private final Store store;

  public EarlierVersions(Store store) {
    this.store = store;
  }

  /// @throws Refusal when the connection has never had that version
  EarlierVersion of(Connection present, int version) {
    Store.Entry entry =
        store.version(present.id(), version).orElseThrow(() -> unknown(present, version));
    if (!(entry.object() instanceof Connection then)) {
      throw unknown(present, version);
    }
    long end = endOf(entry);
    Map<ObjectId, EarlierVersion.Used> used = new TreeMap<>();
    for (ObjectId id : then.references()) {
      used.put(id, used(id, end));
    }
    return new EarlierVersion(present, then, used);
  }

  /// The last commit at which the version was in force: the one before its successor's. Both may be
  /// of one transaction, which nobody has seen from inside.
  private long endOf(Store.Entry entry) {
    return store
        .version(entry.id(), entry.version() + 1)
        .map(next -> Math.max(next.sequence() - 1, entry.sequence()))
        .orElseGet(() -> store.head().sequence());
  }

  private EarlierVersion.Used used(ObjectId id, long sequence) {
    Optional<Store.Entry> entry = store.asOf(id, sequence);
    Name name = entry.map(Store.Entry::name).orElse(Name.global(id.toString()));
    CatalogObject object = entry.map(Store.Entry::object).orElse(null);
    int value = object instanceof Secret secret ? secret.current().number() : 0;
    return new EarlierVersion.Used(name, value);
  }

  private Refusal unknown(Connection present, int version) {
    int last = store.history(present.id(), 1).stream().findFirst().map(Store.Entry::version).orElse(0);
    return Problem.of(
            ProblemKind.UNKNOWN_OBJECT,
            "connection \"" + present.name().object() + "\" has no version " + version)
        .withDetail(last > 1 ? "Its versions are 1 to " + last + "." : "Its only version is 1.")
        .withHint(
            "SHOW HISTORY OF CONNECTION lists them; a version is there once its transaction has"
                + " committed.")
        .refusal();
  }
}
