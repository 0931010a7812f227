package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.Link;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Links that stay open between uses. A lease gets one that is as the latest image defines the
/// connection; after a commit that changes the definition, idle ones are closed at once and leased
/// ones when they come back.
///
/// Each link has its own way through the tunnels of its connection. A shared SSH session would save a
/// sign-in and take all links down with it.
public final class Pool implements Follower, AutoCloseable {
  private static final int LOOKS_PER_IDLE_TIME = 10;

  private final Shelf shelf;
  private final Opener opener;
  private final SecretUses uses;
  private final Supplier<Image> latest;
  private final LongSupplier nanoTime;
  private final Executor farewells;
  private final @Nullable String otherwise;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pool-idle").factory());
  private int usesToPrune = 1000;

  /// @param latest the latest committed image
  public Pool(
      Connectors connectors,
      SecretStores secrets,
      Dialer dialer,
      SecretUses uses,
      GuardedSignIns signIns,
      Supplier<Image> latest,
      LongSupplier nanoTime) {
    this(
        new AttemptOpener(connectors, secrets, dialer, uses, signIns, nanoTime),
        uses,
        latest,
        nanoTime,
        Thread::startVirtualThread);
  }

  /// @param farewells runs what says goodbye to peers, which may take its time
  Pool(
      Opener opener,
      SecretUses uses,
      Supplier<Image> latest,
      LongSupplier nanoTime,
      Executor farewells) {
    this(opener, uses, latest, nanoTime, farewells, "VALIDATE CONNECTION shows each step.");
  }

  /// @param otherwise the hint where a failure has none itself
  private Pool(
      Opener opener,
      SecretUses uses,
      Supplier<Image> latest,
      LongSupplier nanoTime,
      Executor farewells,
      @Nullable String otherwise) {
    this.otherwise = otherwise;
    this.opener = opener;
    this.uses = uses;
    this.latest = latest;
    this.nanoTime = nanoTime;
    this.farewells = farewells;
    this.shelf = new Shelf(nanoTime, farewells);
  }

  /// Starts to look for links that were idle for too long.
  public void start() {
    long every = Limits.LINK_IDLE.dividedBy(LOOKS_PER_IDLE_TIME).toMillis();
    var _ = clock.scheduleWithFixedDelay(shelf::closeIdle, every, every, TimeUnit.MILLISECONDS);
  }

  /// A pool of its own over objects that stay as they are in `image`, of which some may be in no
  /// catalog; whoever asks closes it.
  ///
  /// @param material further material that their secrets may have
  Pool apart(Image image, SecretStore material) {
    return new Pool(opener.reading(material), uses, () -> image, nanoTime, farewells, null);
  }

  /// Remembers nothing of objects that are gone.
  void forget(Set<ObjectId> gone) {
    uses.forget(gone::contains);
    opener.forget(gone::contains);
  }

  /// A link of a connection as it is defined now; an idle one that answers, or a new one.
  ///
  /// @throws Refusal when there is no such connection, no link comes free in time, or none can be
  ///     opened
  public Lease lease(ObjectId id, Deadline deadline) {
    return lease(Subject.of(id), FirstUse.NONE, deadline);
  }

  /// A link to the place of a table or a stage, with the credentials that its connection has now, or
  /// had in the version that it is pinned to. Tables in one place share its links, and a connection
  /// has no more of them than it may have at all.
  ///
  /// @throws Refusal as above, and when connections of that type lead to no files
  public Lease lease(StorageUse use, Deadline deadline) {
    return lease(use, FirstUse.NONE, deadline);
  }

  /// The same where only the first use of a link shows whether the peer accepts its credentials.
  ///
  /// @param first done with the link where it is a new one, and only then
  Lease lease(StorageUse use, FirstUse first, Deadline deadline) {
    return lease(Subject.of(use), first, deadline);
  }

  private Lease lease(Subject subject, FirstUse first, Deadline deadline) {
    ObjectId id = subject.connection();
    Deadline wait = deadline.within(Limits.LINK_WAIT);
    int outdated = 0;
    while (true) {
      Image image = latest.get();
      Connection connection = connection(image, id);
      Definition definition = Definition.of(image, connection);
      int most = opener.mostLinks(connection);
      Shelf.Slot slot = shelf.take(subject, definition, most, wait);
      if (slot == null) {
        continue; // Something has changed: look again at what the definition is.
      }
      Link idle = slot.link();
      if (idle == null) {
        try {
          Connection used =
              subject.use().map(use -> opener.placed(use, connection)).orElse(connection);
          return leased(slot, opener.open(image, used, first, deadline));
        } catch (StepFailed | RuntimeException failure) {
          shelf.giveUp(slot);
          // A key or a secret of an older definition may be gone by the time it is used.
          if (isCurrent(id, definition) || ++outdated > Limits.CONFLICT_RETRIES) {
            throw refusal(connection, failure);
          }
        }
      } else if (idle.isUsable(deadline.within(Limits.LINK_CHECK))) {
        return leased(slot, idle);
      } else {
        shelf.giveUp(slot);
      }
    }
  }

  private Lease leased(Shelf.Slot slot, Link link) {
    return new Leased(slot, link);
  }

  /// The link of a lease shall go away when it comes back: it still answers, but with credentials
  /// that count no more. Idle ones like it go too.
  void distrust(Lease lease) {
    if (lease instanceof Leased leased) {
      leased.distrusted = true;
      Shelf.Slot slot = leased.slot;
      shelf.retire(
          (id, definition) ->
              id.equals(slot.subject().connection()) && definition.equals(slot.definition()));
    }
  }

  private static Connection connection(Image image, ObjectId id) {
    return image
        .connection(id)
        .orElseThrow(
            () ->
                Problem.of(ProblemKind.UNKNOWN_OBJECT, "the connection is not in the catalog")
                    .withHint("It was dropped, or the block that makes it is not committed yet.")
                    .refusal());
  }

  private boolean isCurrent(ObjectId id, Definition definition) {
    Image image = latest.get();
    return image
        .connection(id)
        .filter(connection -> Definition.of(image, connection).equals(definition))
        .isPresent();
  }

  private RuntimeException refusal(Connection connection, Exception failure) {
    if (failure instanceof StepFailed failed) {
      return Problem.of(
              ProblemKind.UNREACHABLE,
              "connection \"" + connection.name().object() + "\" cannot be used: " + failed.cause())
          .withHint(failed.hint() == null ? otherwise : failed.hint())
          .refusal();
    }
    return failure instanceof RuntimeException ours ? ours : new IllegalStateException(failure);
  }

  /// A test by hand has passed: links of this connection need not wait for a step of the backoff.
  public void signedIn(ObjectId connection) {
    opener.signedIn(connection);
  }

  /// One lease; closing it twice is closing it once.
  private final class Leased implements Lease {
    private final Shelf.Slot slot;
    private final Link link;
    private boolean returned;
    private boolean distrusted;

    private Leased(Shelf.Slot slot, Link link) {
      this.slot = slot;
      this.link = link;
    }

    @Override
    public Link link() {
      return link;
    }

    @Override
    public void abort() {
      link.abort();
    }

    @Override
    public void close() {
      synchronized (this) {
        if (returned) {
          return;
        }
        returned = true;
      }
      ObjectId connection = slot.subject().connection();
      shelf.put(
          slot,
          link,
          !distrusted && link.isOpen() && isCurrent(connection, slot.definition()));
    }
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    Image image = newer(after, latest.get());
    shelf.retire(
        (id, definition) ->
            image
                .connection(id)
                .filter(connection -> Definition.of(image, connection).equals(definition))
                .isEmpty());
    boolean drops =
        between.stream()
            .flatMap(commit -> commit.changes().stream())
            .anyMatch(Change.Drop.class::isInstance);
    // Probes of connections that were never made are noted too, so it is looked at by size as well.
    if (drops || between.isEmpty() || uses.size() > usesToPrune) {
      uses.forget(id -> image.object(id).isEmpty());
      opener.forget(id -> image.object(id).isEmpty());
      usesToPrune = 2 * uses.size() + 1000;
    }
  }

  private static Image newer(Image one, Image other) {
    return one.sequence() >= other.sequence() ? one : other;
  }

  /// Closes links that were idle for too long.
  void closeIdle() {
    shelf.closeIdle();
  }

  Shelf shelf() {
    return shelf;
  }

  /// Idle links are closed, leased ones when they come back; new leases are refused.
  @Override
  public void close() {
    clock.shutdownNow();
    shelf.close();
  }
}
