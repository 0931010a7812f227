package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.Placement.Found;
import io.fairlead.connector.PlaceProbe.Trial;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// ALTER CONNECTION old REBIND DEPENDANTS TO new: every table and stage that takes its credentials from
/// one connection takes them from another, all in one commit or none. Each place is tried once, many at
/// a time. The actor must own each of them, and may use the new connection.
public final class RebindDependants implements Command<Statement.RebindDependants> {
  private static final String TAG = "ALTER CONNECTION";

  private final Placement placement;
  private final Together together;

  /// Runs pieces of work at the same time and waits for all of them.
  public interface Together {
    /// @throws io.fairlead.base.Refusal the first one of a piece
    void run(List<Callable<Boolean>> work, int atOnce);
  }

  public RebindDependants(Placement placement, Together together) {
    this.placement = placement;
    this.together = together;
  }

  @Override
  public Prepared prepare(
      Statement.RebindDependants statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Map<ObjectId, CatalogObject> moved = moved(statement, actor, image);
    Connection proved = Lookup.connection(image, statement.to(), actor);
    if (statement.validate().orElse(true)) {
      prove(Found.named(image, proved, false), moved.values());
    }
    return new Prepared.Change(
        (latest, now) -> decide(statement, actor, moved, proved, latest, now));
  }

  /// A place is written to when one of those that share it is.
  private void prove(Found found, Collection<CatalogObject> moved) {
    Map<Options, StorageUse> places = new LinkedHashMap<>();
    Set<Options> written = new HashSet<>();
    for (CatalogObject object : moved) {
      StorageUse use = StorageUse.of(object).orElseThrow();
      places.putIfAbsent(use.place(), use);
      if (object instanceof ExternalTable table && !table.readOnly()) {
        written.add(use.place());
      }
    }
    List<Callable<Boolean>> trials = new ArrayList<>();
    places.forEach(
        (place, use) ->
            trials.add(
                () -> {
                  Trial trial = written.contains(place) ? Trial.WRITE : Trial.READ;
                  var _ = placement.probed(use, found, trial, Prober.SKIPPABLE);
                  return true;
                }));
    together.run(trials, Limits.PROBES_AT_ONCE / 4);
  }

  private Decision<Reply> decide(
      Statement.RebindDependants statement,
      Actor actor,
      Map<ObjectId, CatalogObject> seen,
      Connection proved,
      Image image,
      Touch now) {
    Map<ObjectId, CatalogObject> moved = moved(statement, actor, image);
    Connection to = Lookup.connection(image, statement.to(), actor);
    boolean same = to.version() == proved.version() && areThoseOf(seen, moved);
    if (!same && statement.validate().orElse(true)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \"" + to.name().object() + "\" or what is to use it was changed meanwhile")
          .withHint("Try again.")
          .refusal();
    }
    List<Change> changes = new ArrayList<>();
    for (CatalogObject object : moved.values()) {
      changes.add(new Change.Put(object.withHeader(object.header().next(now))));
    }
    Problem notice =
        Problem.of(
            ProblemKind.DONE,
            moved.size() == 1
                ? "1 object now uses connection \"" + to.name().object() + "\""
                : moved.size() + " objects now use connection \"" + to.name().object() + "\"");
    return new Decision<>(changes, Reply.done(TAG, List.of(notice)));
  }

  /// Whether each of them was seen, and is as it was: another place of a stage is not proved.
  private static boolean areThoseOf(
      Map<ObjectId, CatalogObject> seen, Map<ObjectId, CatalogObject> moved) {
    return moved.values().stream()
        .allMatch(
            object -> {
              CatalogObject before = seen.get(object.id());
              return before != null && before.version() == object.version();
            });
  }

  /// Pure: the objects with the other connection, authorised and checked.
  private Map<ObjectId, CatalogObject> moved(
      Statement.RebindDependants statement, Actor actor, Image image) {
    Connection from = Lookup.connection(image, statement.from(), actor);
    Connection to = Lookup.connection(image, statement.to(), actor);
    Rights.mustUse(image, actor, to);
    Access access = Rights.access(image, actor);
    if (!from.type().equals(to.type())) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "connection \"%s\" is of type %s, and \"%s\" of type %s"
                  .formatted(
                      from.name().object(), from.type(), to.name().object(), to.type()))
          .refusal();
    }
    Found found = Found.named(image, to, false);
    Predicate<CatalogObject> wanted = wanted(statement);
    Map<ObjectId, CatalogObject> moved = new TreeMap<>();
    for (ObjectId id : new TreeSet<>(image.dependants(from.id()))) {
      CatalogObject object = image.get(id);
      StorageUse use = StorageUse.of(object).orElse(null);
      if (use == null || !use.connection().equals(from.id()) || !wanted.test(object)) {
        continue;
      }
      Rights.mustOwn(access, object);
      moved.put(id, placement.rules().moved(use, found, actor).holding(object));
    }
    return moved;
  }

  private static Predicate<CatalogObject> wanted(Statement.RebindDependants statement) {
    return object ->
        (statement.kinds().isEmpty() || statement.kinds().contains(object.kind()))
            && statement.schema().map(object.name().schema()::equals).orElse(true)
            && statement
                .like()
                .map(pattern -> LikePattern.matches(pattern, object.name().object()))
                .orElse(true);
  }
}
