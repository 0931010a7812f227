package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.TreePMap;

/// Everything that the server believes at one moment. Immutable; the next image shares all but the
/// changed paths with this one, so a change costs the same with ten objects and with a million.
public final class Image {
  /// Sorts by namespace, then schema, then name: a schema's items stand together.
  private record Place(Kind.Space space, Name name) implements Comparable<Place> {
    static Place of(CatalogObject object) {
      return new Place(object.kind().space(), object.name());
    }

    @Override
    public int compareTo(Place other) {
      int spaces = space.compareTo(other.space);
      return spaces != 0 ? spaces : name.compareTo(other.name);
    }
  }

  public static final Image EMPTY =
      new Image(
          0,
          1,
          TreePMap.empty(),
          TreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty());

  private final long sequence;
  private final long nextId;
  private final TreePMap<ObjectId, CatalogObject> objects;
  private final TreePMap<Place, ObjectId> places;
  private final PMap<ObjectId, PSet<ObjectId>> dependants;
  private final PMap<ObjectId, PSet<ObjectId>> owned;
  private final PMap<ObjectId, PSet<ObjectId>> granted;

  private Image(
      long sequence,
      long nextId,
      TreePMap<ObjectId, CatalogObject> objects,
      TreePMap<Place, ObjectId> places,
      PMap<ObjectId, PSet<ObjectId>> dependants,
      PMap<ObjectId, PSet<ObjectId>> owned,
      PMap<ObjectId, PSet<ObjectId>> granted) {
    this.sequence = sequence;
    this.nextId = nextId;
    this.objects = objects;
    this.places = places;
    this.dependants = dependants;
    this.owned = owned;
    this.granted = granted;
  }

  /// The last commit in this image.
  public long sequence() {
    return sequence;
  }

  /// The lowest id that no object has had.
  public long nextId() {
    return nextId;
  }

  public int size() {
    return objects.size();
  }

  public Optional<CatalogObject> object(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /// Any object by its id; a missing one is a bug of the caller.
  public CatalogObject get(ObjectId id) {
    CatalogObject object = objects.get(id);
    if (object == null) {
      throw new IllegalStateException("no object " + id);
    }
    return object;
  }

  public Optional<CatalogObject> find(Kind.Space space, Name name) {
    ObjectId id = places.get(new Place(space, name));
    return id == null ? Optional.empty() : Optional.of(get(id));
  }

  public Optional<Role> role(String name) {
    return find(Kind.Space.ROLE, Name.global(name)).map(Role.class::cast);
  }

  public Optional<Role> role(ObjectId id) {
    return objects.get(id) instanceof Role role ? Optional.of(role) : Optional.empty();
  }

  public Optional<Schema> schema(String name) {
    return find(Kind.Space.SCHEMA, Name.global(name)).map(Schema.class::cast);
  }

  public Optional<Connection> connection(ObjectId id) {
    return objects.get(id) instanceof Connection connection
        ? Optional.of(connection)
        : Optional.empty();
  }

  public Optional<Secret> secret(ObjectId id) {
    return objects.get(id) instanceof Secret secret ? Optional.of(secret) : Optional.empty();
  }

  /// Every object, by id.
  public Collection<CatalogObject> objects() {
    return objects.values();
  }

  /// What stands in a schema: connections and secrets by name, then tables, stages and functions.
  public Iterator<CatalogObject> itemsOf(String schema) {
    return Stream.of(Kind.Space.ITEM, Kind.Space.TABLE, Kind.Space.STAGE, Kind.Space.FUNCTION)
        .map(space -> itemsOf(space, schema))
        .flatMap(
            items ->
                StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false))
        .iterator();
  }

  private Iterator<CatalogObject> itemsOf(Kind.Space space, String schema) {
    NavigableMap<Place, ObjectId> after =
        places.tailMap(new Place(space, new Name(schema, "")), true);
    Iterator<java.util.Map.Entry<Place, ObjectId>> entries = after.entrySet().iterator();
    return new Iterator<>() {
      private @Nullable CatalogObject next = advance();

      private @Nullable CatalogObject advance() {
        if (!entries.hasNext()) {
          return null;
        }
        java.util.Map.Entry<Place, ObjectId> entry = entries.next();
        boolean inside =
            entry.getKey().space() == space
                && entry.getKey().name().schema().equals(schema);
        return inside ? get(entry.getValue()) : null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public CatalogObject next() {
        CatalogObject current = next;
        if (current == null) {
          throw new java.util.NoSuchElementException();
        }
        next = advance();
        return current;
      }
    };
  }

  /// The objects of one namespace by schema and name.
  public List<CatalogObject> all(Kind.Space space) {
    List<CatalogObject> found = new ArrayList<>();
    for (var entry : places.tailMap(new Place(space, Name.global("")), true).entrySet()) {
      if (entry.getKey().space() != space) {
        break;
      }
      found.add(get(entry.getValue()));
    }
    return found;
  }

  /// The objects that refer to this one directly.
  public Set<ObjectId> dependants(ObjectId id) {
    PSet<ObjectId> found = dependants.get(id);
    return found == null ? Set.of() : found;
  }

  /// The objects that a role owns.
  public Set<ObjectId> ownedBy(ObjectId role) {
    PSet<ObjectId> found = owned.get(role);
    return found == null ? Set.of() : found;
  }

  /// The objects with a grant to a role or by it.
  public Set<ObjectId> grantsNaming(ObjectId role) {
    PSet<ObjectId> found = granted.get(role);
    return found == null ? Set.of() : found;
  }

  /// This image after one commit.
  public Image after(Commit commit) {
    Image image = this;
    for (Change change : commit.changes()) {
      image = image.after(change);
    }
    return image.at(commit.sequence(), nextId);
  }

  /// This image after one change, at the same sequence: what a transaction block sees of itself.
  public Image after(Change change) {
    return switch (change) {
      case Change.Put put -> with(put.object());
      case Change.Drop drop -> without(drop.id());
    };
  }

  /// The same objects at another sequence; ids never go back.
  public Image at(long newSequence, long atLeastNextId) {
    return new Image(
        newSequence, Math.max(nextId, atLeastNextId), objects, places, dependants, owned, granted);
  }

  /// This image with one object put in; start-up loads with it. Only the indexes that lead to it in
  /// another way than before are touched.
  public Image with(CatalogObject object) {
    ObjectId id = object.id();
    CatalogObject before = objects.get(id);
    return new Image(
        sequence,
        Math.max(nextId, id.number() + 1),
        objects.plus(id, object),
        placed(before, object),
        moved(dependants, id, before, object, CatalogObject::references),
        moved(owned, id, before, object, Image::owner),
        moved(granted, id, before, object, Image::rolesInGrants));
  }

  private Image without(ObjectId id) {
    CatalogObject object = get(id);
    return new Image(
        sequence,
        nextId,
        objects.minus(id),
        places.minus(Place.of(object)),
        moved(dependants, id, object, null, CatalogObject::references),
        moved(owned, id, object, null, Image::owner),
        moved(granted, id, object, null, Image::rolesInGrants));
  }

  private TreePMap<Place, ObjectId> placed(@Nullable CatalogObject before, CatalogObject object) {
    Place place = Place.of(object);
    if (before != null && Place.of(before).equals(place)) {
      return places;
    }
    if (places.containsKey(place)) {
      throw new IllegalStateException("two objects at " + object.name());
    }
    return (before == null ? places : places.minus(Place.of(before))).plus(place, object.id());
  }

  /// An index from keys to the objects that have them, when one object's keys have changed.
  ///
  /// @param before null when the object was not there
  /// @param after null when it is gone
  private static PMap<ObjectId, PSet<ObjectId>> moved(
      PMap<ObjectId, PSet<ObjectId>> index,
      ObjectId id,
      @Nullable CatalogObject before,
      @Nullable CatalogObject after,
      Function<CatalogObject, Set<ObjectId>> keys) {
    Set<ObjectId> old = before == null ? Set.of() : keys.apply(before);
    Set<ObjectId> now = after == null ? Set.of() : keys.apply(after);
    PMap<ObjectId, PSet<ObjectId>> changed = index;
    for (ObjectId key : old) {
      if (!now.contains(key)) {
        changed = removed(changed, key, id);
      }
    }
    for (ObjectId key : now) {
      if (!old.contains(key)) {
        changed = added(changed, key, id);
      }
    }
    return changed;
  }

  private static Set<ObjectId> owner(CatalogObject object) {
    return Set.of(object.owner());
  }

  private static Set<ObjectId> rolesInGrants(CatalogObject object) {
    if (object.header().grants().isEmpty()) {
      return Set.of();
    }
    Set<ObjectId> roles = new TreeSet<>();
    for (Grant grant : object.header().grants()) {
      roles.add(grant.grantor());
      grant.grantee().ifPresent(roles::add);
    }
    return roles;
  }

  private static PMap<ObjectId, PSet<ObjectId>> added(
      PMap<ObjectId, PSet<ObjectId>> sets, ObjectId key, ObjectId member) {
    PSet<ObjectId> set = sets.get(key);
    return sets.plus(key, set == null ? HashTreePSet.singleton(member) : set.plus(member));
  }

  private static PMap<ObjectId, PSet<ObjectId>> removed(
      PMap<ObjectId, PSet<ObjectId>> sets, ObjectId key, ObjectId member) {
    PSet<ObjectId> set = sets.get(key);
    if (set == null) {
      return sets;
    }
    PSet<ObjectId> smaller = set.minus(member);
    return smaller.isEmpty() ? sets.minus(key) : sets.plus(key, smaller);
  }
}
