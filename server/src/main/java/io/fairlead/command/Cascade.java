package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.StorageUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What falls when some objects are dropped. Without CASCADE nothing may fall but what was named;
/// default privileges in a schema go with it in any case, as in PostgreSQL.
///
/// The names of objects that the actor cannot see are not told.
final class Cascade {
  private static final int NAMED_DEPENDANTS = 5;

  private final Image image;
  private final Access access;
  private final Map<ObjectId, CatalogObject> named;
  private final Map<ObjectId, CatalogObject> all;
  private final Map<ObjectId, CatalogObject> freed = new LinkedHashMap<>();
  private final List<Problem> notices = new ArrayList<>();

  private Cascade(Image image, Access access, Map<ObjectId, CatalogObject> named) {
    this.image = image;
    this.access = access;
    this.named = named;
    this.all = new LinkedHashMap<>(named);
  }

  /// @throws Refusal when something else needs them and may not fall
  static Cascade of(
      Image image, Actor actor, Map<ObjectId, CatalogObject> named, boolean cascade) {
    Cascade fall = new Cascade(image, Rights.access(image, actor), named);
    for (CatalogObject object : named.values()) {
      fall.addDependants(object, cascade);
    }
    fall.addOwnConnections();
    fall.addOwnSecrets();
    return fall;
  }

  /// Everything that is dropped, what was named first.
  Collection<CatalogObject> all() {
    return all.values();
  }

  boolean contains(ObjectId id) {
    return all.containsKey(id);
  }

  List<Problem> notices() {
    return notices;
  }

  private void addDependants(CatalogObject object, boolean cascade) {
    if (object.kind() == Kind.ROLE) {
      return; // Members only lose their membership.
    }
    Set<ObjectId> dependants = new TreeSet<>(image.dependants(object.id()));
    for (ObjectId id : image.dependants(object.id())) {
      CatalogObject dependant = image.get(id);
      if (dependant.kind() == Kind.DEFAULT_PRIVILEGE) {
        all.put(id, dependant);
        dependants.remove(id);
      }
    }
    if (object instanceof Schema schema) {
      Iterator<CatalogObject> items = image.itemsOf(schema.name().object());
      while (items.hasNext()) {
        dependants.add(items.next().id());
      }
    }
    dependants.removeAll(named.keySet());
    if (!dependants.isEmpty() && !cascade) {
      throw stillUsed(object, dependants);
    }
    for (ObjectId id : dependants) {
      CatalogObject dependant = image.get(id);
      if (all.put(id, dependant) == null) {
        String what =
            access.sees(dependant)
                ? named(dependant)
                : "a " + dependant.kind().word() + " in a schema that you may not use";
        notices.add(Problem.of(ProblemKind.DONE, "drop cascades to " + what));
        addDependants(dependant, true);
      }
    }
  }

  /// The connection that a table or a stage was given options for goes with it, unless something else
  /// has come to use it.
  private void addOwnConnections() {
    for (CatalogObject object : List.copyOf(all.values())) {
      Optional<StorageUse> storage = StorageUse.of(object);
      if (storage.filter(StorageUse::isOwn).isPresent()) {
        image
            .connection(storage.get().connection())
            .filter(own -> all.keySet().containsAll(image.dependants(own.id())))
            .ifPresent(own -> all.putIfAbsent(own.id(), own));
      }
    }
  }

  /// A connection's own secrets go with it, unless something uses one that stays.
  private void addOwnSecrets() {
    List<Secret> own =
        all.values().stream()
            .filter(Connection.class::isInstance)
            .flatMap(object -> OwnSecrets.of(image, (Connection) object).stream())
            .toList();
    for (Secret secret : own) {
      if (all.containsKey(secret.id())) {
        continue;
      }
      if (OwnSecrets.isUsedBeside(image, secret, all.keySet())) {
        freed.put(secret.id(), OwnSecrets.freed(secret));
      } else {
        all.put(secret.id(), secret);
      }
    }
  }

  /// What stays in another form: secrets that were part of what falls.
  Map<ObjectId, CatalogObject> freed() {
    return freed;
  }

  private Refusal stillUsed(CatalogObject object, Set<ObjectId> dependants) {
    return Problem.of(
            ProblemKind.STILL_IN_USE,
            "cannot drop " + named(object) + ": still depended upon by " + listed(dependants))
        .withHint("DROP … CASCADE drops them too.")
        .refusal();
  }

  private String listed(Set<ObjectId> ids) {
    List<CatalogObject> seen = ids.stream().map(image::get).filter(access::sees).toList();
    String some =
        seen.stream()
            .limit(NAMED_DEPENDANTS)
            .map(Cascade::named)
            .collect(Collectors.joining(", "));
    int more = ids.size() - Math.min(seen.size(), NAMED_DEPENDANTS);
    if (seen.isEmpty()) {
      return more + (more == 1 ? " object" : " objects") + " in schemas that you may not use";
    }
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static String named(CatalogObject object) {
    return object.kind().word() + " \"" + object.name().object() + "\"";
  }
}
