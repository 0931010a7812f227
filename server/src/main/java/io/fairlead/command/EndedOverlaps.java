package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.OverlapState;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.catalog.Step;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import io.fairlead.model.Touch;
import java.lang.System.Logger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Takes away the overlaps that are over: their time has passed, or the present secret has let somebody
/// in as often as was asked for. It looks from time to time; nobody has to ask.
public final class EndedOverlaps implements Follower, AutoCloseable {
  private static final Logger LOG = System.getLogger(EndedOverlaps.class.getName());
  private static final String SERVER = "server";
  private final Catalog catalog;
  private final SignInCounts counts;
  private final InstantSource clock;
  private final Set<ObjectId> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("overlaps").factory());

  public EndedOverlaps(Catalog catalog, SecretUses uses, InstantSource clock) {
    this.catalog = catalog;
    this.counts = new CountedSignIns(uses);
    this.clock = clock;
  }

  public void start() {
    long every = Limits.OVERLAP_LOOK.toMillis();
    var _ = watch.scheduleWithFixedDelay(this::end, every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return "overlaps";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    if (between.isEmpty()) {
      after.objects().forEach(this::note);
    }
    for (Commit commit : between) {
      for (Change change : commit.changes()) {
        if (change instanceof Change.Put(CatalogObject object)) {
          note(object);
        }
      }
    }
  }

  private void note(CatalogObject object) {
    if (!without(object).equals(object)) {
      open.add(object.id());
    }
  }

  /// Ends what is over now.
  void end() {
    try {
      Image image = catalog.image();
      Optional<Step<Integer>> step = in(image, clock.instant());
      if (step.isPresent()) {
        catalog.submit(new Proposal<>(SERVER, "", "the overlap is over", step.get()));
      }
    } catch (RuntimeException failure) {
      // Looked at again in a moment; a fallback is not used after its time in any case.
      LOG.log(
          Logger.Level.WARNING, "overlaps were not ended ({0})", failure.getClass().getName());
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private Optional<Step<Integer>> in(Image image, Instant now) {
    Map<ObjectId, Integer> ended = new TreeMap<>();
    for (ObjectId id : List.copyOf(open)) {
      Optional<CatalogObject> object = image.object(id);
      if (object.filter(found -> !without(found).equals(found)).isEmpty()) {
        open.remove(id);
      } else if (isOver(image, object.get(), now)) {
        ended.put(id, object.get().version());
      }
    }
    return ended.isEmpty()
        ? Optional.empty()
        : Optional.of((latest, at) -> decide(ended, latest, at));
  }

  private boolean isOver(Image image, CatalogObject object, Instant now) {
    return switch (object) {
      case Connection connection ->
          OverlapState.own(connection, image::secret, counts)
              .filter(state -> state.isOver(now))
              .isPresent();
      case Secret secret ->
          OverlapState.of(secret, counts).filter(state -> state.isOver(now)).isPresent();
      default -> false;
    };
  }

  private static Decision<Integer> decide(
      Map<ObjectId, Integer> ended, Image image, Touch now) {
    List<Change> changes = new ArrayList<>();
    ended.forEach(
        (id, version) ->
            image
                .object(id)
                .filter(object -> object.version() == version)
                .ifPresent(object -> changes.addAll(ended(image, object, now))));
    return new Decision<>(changes, changes.size());
  }

  /// What only the overlap used of a connection's own secrets goes with it.
  private static List<Change> ended(Image image, CatalogObject before, Touch now) {
    CatalogObject after = without(before).withHeader(before.header().next(now));
    return before instanceof Connection connection
        ? OwnSecrets.changes(image, connection, (Connection) after, Drafts.none(image), now)
        : List.of(new Change.Put(after));
  }

  /// Whether this version differs from the one before in nothing but an overlap that is over.
  static boolean made(Connection connection, Image image) {
    return connection.header().updated().by().equals(SERVER) && image.role(SERVER).isEmpty();
  }

  private static CatalogObject without(CatalogObject object) {
    return switch (object) {
      case Connection connection -> connection.withOverlap(Optional.empty());
      case Secret secret -> secret.withOverlap(Optional.empty());
      default -> object;
    };
  }
}
