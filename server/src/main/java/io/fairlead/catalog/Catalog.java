package io.fairlead.catalog;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Store.HeadMoved;
import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The catalog's one writer. Proposals queue in a bounded inbox; whoever holds the pen takes whatever
/// waits, decides each on the image that the one before it left, makes one durable transaction of
/// them, publishes the new image and only then answers. Readers never lock: they read [#image].
///
/// The pen is a lock, so there is one writer at a time. A proposal that comes alone is written by the
/// thread that brings it, which saves two changes of thread; when more are waiting behind it, the
/// catalog's own thread takes over and writes until nothing waits.
public final class Catalog implements MaterialTable, AuditLog, TestResults, AutoCloseable {
  /// How often the writer looks for commits of other servers when it has nothing to do.
  private static final Duration TAIL_EVERY = Duration.ofMillis(200);

  private static final int TAIL_AT_ONCE = 1000;

  /// How long a reader of the audit waits for the writer, so that it sees what has just happened.
  private static final Duration AUDIT_WAIT = Duration.ofSeconds(1);

  /// How often, and how long each time, the writer waits for tasks that will probably come.
  private static final int GATHER_LOOKS = 4;

  private static final Duration GATHER = Duration.ofNanos(50_000);

  private final Store store;
  private final InstantSource clock;
  private final Consumer<Throwable> onBroken;
  private final Followers followers = new Followers();
  private final BlockingQueue<Task<?>> inbox;
  private final RefusedAttempts refused;
  private final Resolutions resolutions;
  private final KeptTestResults testResults;
  private final AtomicLong nextId = new AtomicLong(1);
  private final ReentrantLock pen = new ReentrantLock();
  private volatile Image image = Image.EMPTY;
  private volatile @Nullable Problem sealed;
  private volatile boolean closing;
  private final Thread writer = new Thread(this::write, "catalog-writer");

  /// @param onBroken called once when the store failed and it is not known what is durable; it must
  ///     stop the process, since the image can no longer be trusted
  public Catalog(Store store, InstantSource clock, Consumer<Throwable> onBroken) {
    this(store, clock, onBroken, Limits.CATALOG_INBOX);
  }

  Catalog(Store store, InstantSource clock, Consumer<Throwable> onBroken, int inboxSize) {
    this.store = store;
    this.clock = clock;
    this.onBroken = onBroken;
    this.inbox = new ArrayBlockingQueue<>(inboxSize);
    this.refused = new RefusedAttempts(store);
    this.resolutions = new Resolutions(store);
    this.testResults = new KeptTestResults(store);
  }

  /// Loads the image and starts to accept proposals.
  public void start() {
    Store.Head head = store.head();
    Loading loading = new Loading();
    store.load(loading);
    publish(loading.image.at(head.sequence(), head.nextId()), List.of());
    followers.start(image);
    writer.start();
  }

  private static final class Loading implements Consumer<CatalogObject> {
    private Image image = Image.EMPTY;

    @Override
    public void accept(CatalogObject object) {
      image = image.with(object);
    }
  }

  /// The latest committed image.
  public Image image() {
    return image;
  }

  public Store store() {
    return store;
  }

  /// An id that no object has; it may never be used.
  public ObjectId reserveId() {
    return new ObjectId(nextId.getAndIncrement());
  }

  /// Adds a follower and brings it up to the present.
  public void follow(Follower follower) {
    followers.add(follower);
  }

  /// Decides the proposal on the latest image and commits it.
  ///
  /// @return the step's answer, after its changes are durable and visible in [#image]
  /// @throws Refusal the step's own, or `BUSY`, `DISK_FULL`, `TIMED_OUT`, `STOPPING`
  public <R> R submit(Proposal<R> proposal) {
    return await(new Task.Decide<>(proposal));
  }

  /// Tells the audit of a statement that was refused. Returns at once; its row is written soon after.
  public void refused(RefusedAttempt attempt) {
    if (sealed == null && !closing) {
      refused.add(attempt);
    }
  }

  /// Tells the audit that an application was told how to connect. Returns at once; its row is written
  /// some seconds later.
  ///
  /// @param role the name of the one that asked
  /// @param secrets each with its version
  public void resolved(String role, Connection connection, List<SecretUse> secrets) {
    if (sealed == null && !closing) {
      resolutions.add(clock.instant(), role, connection, secrets);
    }
  }

  @Override
  public Optional<TestResult> last(ObjectId connection) {
    return testResults.last(connection);
  }

  @Override
  public void tested(ObjectId connection, TestResult result) {
    if (sealed != null) {
      return;
    }
    pen.lock();
    try {
      if (!closing) {
        testResults.keep(connection, result);
      }
    } finally {
      pen.unlock();
    }
  }

  @Override
  public Iterator<AuditEvent> events(long upTo) {
    writeAudit();
    return new AuditPages(store, upTo);
  }

  private void writeAudit() {
    try {
      if (pen.tryLock(AUDIT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          refused.write();
          resolutions.write();
        } finally {
          pen.unlock();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void keep(Material material) {
    await(new Task.Keep(material));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return store.material(key);
  }

  @Override
  public void remove(List<String> keys) {
    await(new Task.Forget(List.copyOf(keys)));
  }

  /// From now on every change is refused with `reason`: the start was without the master key, and
  /// what was written now could not be read with it later.
  public void seal(Problem reason) {
    sealed = reason;
  }

  private <R> R await(Task<R> task) {
    if (closing) {
      throw stopping();
    }
    Problem reason = sealed;
    if (reason != null) {
      throw reason.refusal();
    }
    if (!inbox.offer(task)) {
      throw Problem.of(ProblemKind.BUSY, "too many changes wait for the catalog")
          .withHint("Try again in a moment.")
          .refusal();
    }
    writeIfIdle();
    try {
      return task.outcome.get(Limits.COMMIT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw Problem.of(ProblemKind.TIMED_OUT, "the commit took too long")
          .withHint("Whether it was made is not known: look before you repeat it.")
          .refusal();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Problem.of(ProblemKind.CANCELLED, "the statement was cancelled during its commit")
          .withHint("Whether it was made is not known: look before you repeat it.")
          .refusal();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IllegalStateException("a decision failed", failed.getCause());
    }
  }

  private static Refusal stopping() {
    return Refusal.of(ProblemKind.STOPPING, "the server is stopping");
  }

  /// Writes what waits, if nobody else is at it. Whoever gives the pen back looks into the inbox once
  /// more: a proposal that came too late for it could not take the pen, and would wait for ever.
  private void writeIfIdle() {
    if (pen.tryLock()) {
      try {
        writeOnce();
      } finally {
        pen.unlock();
      }
      if (!inbox.isEmpty()) {
        LockSupport.unpark(writer);
      }
    }
  }

  private void write() {
    while (!closing || !inbox.isEmpty()) {
      if (inbox.isEmpty()) {
        LockSupport.parkNanos(this, TAIL_EVERY.toNanos());
      }
      pen.lock();
      try {
        if (inbox.isEmpty()) {
          tailIfShared();
        }
        int together = 1;
        while (!inbox.isEmpty()) {
          gather(together);
          together = writeOnce();
        }
        refused.write();
        resolutions.writeIfDue(clock.instant());
      } finally {
        pen.unlock();
      }
    }
  }

  /// Those who were answered together come back one after the other: a short wait for them makes one
  /// transaction, and one sync of the disk, of what would be two.
  private void gather(int expected) {
    for (int look = 0; look < GATHER_LOOKS && inbox.size() < expected; look++) {
      LockSupport.parkNanos(this, GATHER.toNanos());
    }
  }

  /// @return how many tasks were written
  private int writeOnce() {
    List<Task<?>> batch = new ArrayList<>();
    inbox.drainTo(batch, Limits.CATALOG_BATCH);
    try {
      if (!batch.isEmpty()) {
        commit(batch);
      }
    } catch (RuntimeException broken) {
      stop(batch, broken);
    }
    return batch.size();
  }

  private void tailIfShared() {
    try {
      if (store.isShared()) {
        tail();
      }
    } catch (RuntimeException broken) {
      stop(List.of(), broken);
    }
  }

  /// It is not known what is durable: nobody gets an answer that could be wrong.
  private void stop(List<Task<?>> batch, RuntimeException broken) {
    closing = true;
    List<Task<?>> left = new ArrayList<>(batch);
    inbox.drainTo(left);
    left.forEach(task -> task.outcome.completeExceptionally(stopping()));
    onBroken.accept(broken);
  }

  private void commit(List<Task<?>> batch) {
    while (true) {
      Batch decided = Batch.decide(batch, image, clock);
      try {
        if (decided.writes()) {
          store.append(image.sequence(), decided.commits(), decided.nextId(), decided.material());
        }
      } catch (HeadMoved moved) {
        tail();
        continue;
      } catch (StoreFull full) {
        Refusal refusal =
            Problem.of(ProblemKind.DISK_FULL, "no space left for the catalog")
                .withDetail("Nothing was changed; reading goes on.")
                .withHint("Free some space on the catalog's disk and try again.")
                .refusal();
        batch.forEach(task -> task.outcome.completeExceptionally(refusal));
        return;
      }
      if (!decided.commits().isEmpty()) {
        publish(decided.image(), decided.commits());
      }
      forget(decided.forgotten());
      decided.answer();
      return;
    }
  }

  private void forget(List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    try {
      store.removeMaterial(keys);
    } catch (StoreFull full) {
      // What stays is an orphan; the sweep at the next start takes it away.
    }
  }

  /// Takes in what other servers have committed.
  private void tail() {
    while (true) {
      List<Commit> others = store.commitsAfter(image.sequence(), TAIL_AT_ONCE);
      if (others.isEmpty()) {
        return;
      }
      Image next = image;
      for (Commit commit : others) {
        next = next.after(commit);
      }
      publish(next, others);
    }
  }

  private void publish(Image next, List<Commit> commits) {
    nextId.accumulateAndGet(next.nextId(), Math::max);
    image = next;
    followers.tell(next, commits);
  }

  /// Tasks that the writer has not taken yet.
  int waiting() {
    return inbox.size();
  }

  /// Lets the followers converge, finishes what is queued, then stops. The store is closed by whoever opened it.
  @Override
  public void close() {
    followers.close();
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(Limits.COMMIT_WAIT);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    pen.lock(); // And never given back: the store may be closed from here on.
    refused.write();
    resolutions.write();
    List<Task<?>> late = new ArrayList<>();
    inbox.drainTo(late);
    late.forEach(task -> task.outcome.completeExceptionally(stopping()));
  }
}
