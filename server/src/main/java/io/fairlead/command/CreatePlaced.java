package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.Placement.Found;
import io.fairlead.command.Placement.Source;
import io.fairlead.connector.PlaceProbe;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.StorageClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How tables and stages are made. OR REPLACE makes the next version of the same object, so that what
/// refers to it keeps referring to it; it needs ownership of what is there.
final class CreatePlaced {
  private final Placement placement;
  private final Supplier<ObjectId> newId;

  CreatePlaced(Placement placement, Supplier<ObjectId> newId) {
    this.placement = placement;
    this.newId = newId;
  }

  /// @param type of connection that the URI needs
  /// @param ownFolder whether the object gets a folder of its own below the URI
  /// @param trial how the place is tried; empty for not at all
  /// @param maker makes the object with its header and its place
  record Order(
      Kind kind,
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      String type,
      String uri,
      boolean ownFolder,
      StorageClause connection,
      String comment,
      Optional<PlaceProbe.Trial> trial,
      String dialect,
      Maker maker) {
    /// Named by the id, which no other object ever has. What replaces another one begins empty.
    String uri(ObjectId id, Optional<CatalogObject> before) {
      return ownFolder
          ? uri + id + before.map(object -> "." + (object.version() + 1)).orElse("") + "/"
          : uri;
    }

    String tag() {
      return "CREATE " + kind.keyword();
    }
  }

  interface Maker {
    CatalogObject make(Header header, StorageUse storage);
  }

  Prepared prepare(Order order, Actor actor, Image image) {
    if (isThere(order, actor, image)) {
      return new Prepared.Answer(skipped(order));
    }
    Optional<CatalogObject> before = before(order, actor, image);
    Name name = Lookup.full(order.name(), actor);
    Source source =
        placement.source(
            order.connection(),
            order.type(),
            name,
            before.flatMap(StorageUse::of),
            actor,
            image,
            order.dialect());
    Found found =
        Placement.find(
            source, before.flatMap(StorageUse::of), actor, image, Placement.UNCOMMITTED);
    ObjectId id = before.map(CatalogObject::id).orElseGet(newId);
    StorageUse use = placement.rules().use(order.uri(id, before), found, actor);
    Optional<Probed> probed =
        order.trial().map(trial -> placement.probed(use, found, trial, Prober.UNCHANGED));
    return new Prepared.Change(
        (latest, now) -> decide(order, actor, source, probed, id, latest, now));
  }

  private Decision<Reply> decide(
      Order order,
      Actor actor,
      Source source,
      Optional<Probed> probed,
      ObjectId id,
      Image image,
      Touch now) {
    if (isThere(order, actor, image)) {
      return Decision.nothing(skipped(order));
    }
    Optional<CatalogObject> before = before(order, actor, image);
    if (before.isEmpty()) {
      Lookup.mustBeUnused(image, id);
    }
    Optional<StorageUse> placeBefore = before.flatMap(StorageUse::of);
    Found found = Placement.find(source, placeBefore, actor, image, now);
    StorageUse use = placement.rules().use(order.uri(id, before), found, actor);
    placement.mustBeProved(probed, use, found);
    Header header =
        before
            .map(object -> object.header().next(now))
            .orElseGet(() -> header(order, actor, id, image, now));
    CatalogObject made = order.maker().make(header.withComment(order.comment()), use);
    List<Change> changes = new ArrayList<>(found.changes());
    changes.add(new Change.Put(made));
    changes.addAll(
        Placement.left(found.image().after(new Change.Put(made)), placeBefore, use, actor));
    List<Problem> notices = new ArrayList<>(source.notices());
    notices.addAll(placement.rules().notices(use, found.connection()));
    return new Decision<>(changes, Reply.done(order.tag(), notices));
  }

  private static Header header(
      Order order, Actor actor, ObjectId id, Image image, Touch now) {
    Name name = Lookup.full(order.name(), actor);
    return Header.first(id, name, actor.role(), now)
        .withGrants(FirstGrants.of(image, actor.role(), order.kind(), name.schema()));
  }

  /// True when it is there and IF NOT EXISTS was written. Refuses what may not be made.
  private static boolean isThere(Order order, Actor actor, Image image) {
    boolean present = Lookup.find(image, order.kind(), order.name(), actor).isPresent();
    if (order.ifNotExists() && present) {
      return true;
    }
    Name name = Lookup.full(order.name(), actor);
    if (!(order.orReplace() && present)) {
      Rights.mustMakeIn(image, actor, order.kind(), name.schema());
      Lookup.mustBeFree(image, order.kind(), name);
    }
    return false;
  }

  private static Optional<CatalogObject> before(Order order, Actor actor, Image image) {
    Optional<CatalogObject> before =
        order.orReplace()
            ? Lookup.find(image, order.kind(), order.name(), actor)
            : Optional.empty();
    before.ifPresent(object -> Rights.mustOwn(image, actor, object));
    return before;
  }

  private static Reply skipped(Order order) {
    return Reply.done(order.tag(), List.of(Lookup.present(order.kind(), order.name())));
  }
}
