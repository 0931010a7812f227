package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.RemoteColumn;
import io.fairlead.engine.RemoteQueries;
import io.fairlead.engine.RemoteQuery;
import io.fairlead.engine.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The queries that one statement runs on the databases of connections, and all else for which it
/// waits outside.
///
/// DuckDB calls table functions on its own threads, and cannot interrupt them. So what waits for
/// the network runs on a virtual thread each time, and DuckDB's thread waits for it no longer than
/// the deadline or until [#cancel].
final class RemoteScans {
  private final RemoteQueries queries;
  private final View view;
  private final Deadline deadline;
  private final boolean mayWait;
  private final List<RemoteQuery> open = new ArrayList<>();
  private final Map<Asked, RemoteQuery> ready = new HashMap<>();
  private final Set<FutureTask<?>> waiting = new HashSet<>();
  private @Nullable RuntimeException failure;
  private boolean refusedToWait;
  private boolean ended;

  /// @param mayWait false on a thread that others need: then nothing is opened, and
  ///     [#refusedToWait] tells so
  RemoteScans(RemoteQueries queries, View view, Deadline deadline, boolean mayWait) {
    this.queries = queries;
    this.view = view;
    this.deadline = deadline;
    this.mayWait = mayWait;
  }

  /// The statement waits for the network, and is on a thread that others need.
  static final class MustWait extends RuntimeException {
    MustWait() {
      super(null, null, false, false);
    }
  }

  /// What is asked of whom.
  record Asked(String connection, String text) {}

  /// The columns of a query, which is then ready to be taken. DuckDB binds a statement again when
  /// it likes, so that a query which is ready is not opened once more.
  List<RemoteColumn> columns(Asked asked) {
    synchronized (this) {
      RemoteQuery known = ready.get(asked);
      if (known != null) {
        return known.columns();
      }
    }
    RemoteQuery opened = open(asked);
    synchronized (this) {
      ready.put(asked, opened);
    }
    return opened.columns();
  }

  /// A query that is not started: the one that is ready, for the first who asks, else a new one.
  RemoteQuery take(Asked asked) {
    RemoteQuery known;
    synchronized (this) {
      known = ready.remove(asked);
    }
    return known == null ? open(asked) : known;
  }

  private RemoteQuery open(Asked asked) {
    mustBeAllowedToWait();
    return await(() -> opened(asked));
  }

  /// @throws MustWait on a thread that others need
  void mustBeAllowedToWait() {
    if (!mayWait) {
      synchronized (this) {
        refusedToWait = true;
      }
      throw new MustWait();
    }
  }

  private RemoteQuery opened(Asked asked) {
    RemoteQuery query = queries.open(view, asked.connection(), asked.text(), deadline);
    synchronized (this) {
      if (!ended) {
        open.add(query);
        return query;
      }
    }
    query.cancel();
    query.close();
    throw cancelled();
  }

  /// Waits for a query on a connection.
  <T> T await(Callable<T> work) {
    return await(work, deadline, "the query on the connection took too long");
  }

  /// Waits for work on the network.
  ///
  /// @param late what is said when the deadline has passed
  /// @throws RuntimeException the work's own; [#failure] keeps it, since DuckDB passes on texts
  ///     only
  <T> T await(Callable<T> work, Deadline until, String late) {
    FutureTask<T> task = new FutureTask<>(work);
    synchronized (this) {
      if (ended) {
        throw cancelled();
      }
      waiting.add(task);
    }
    Thread.ofVirtual().name("remote-wait").start(task);
    try {
      return task.get(until.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException passed) {
      task.cancel(true);
      throw failed(Refusal.of(ProblemKind.TIMED_OUT, late));
    } catch (CancellationException stopped) {
      throw failed(cancelled());
    } catch (InterruptedException stopped) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(cancelled());
    } catch (ExecutionException broken) {
      throw failed(
          broken.getCause() instanceof RuntimeException ours
              ? ours
              : new IllegalStateException("a query on a connection failed", broken.getCause()));
    } finally {
      synchronized (this) {
        waiting.remove(task);
      }
    }
  }

  /// Keeps the first reason.
  synchronized RuntimeException failed(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    return why;
  }

  static Refusal cancelled() {
    return Refusal.of(ProblemKind.CANCELLED, "canceling statement due to user request");
  }

  /// Why one of them failed; null when none did.
  synchronized @Nullable RuntimeException failure() {
    return failure;
  }

  /// Whether one of them is why the statement failed.
  synchronized boolean failed() {
    return refusedToWait || failure != null;
  }

  /// Whether the statement has to be run again where it may wait.
  synchronized boolean refusedToWait() {
    return refusedToWait;
  }

  /// Ends all of them, from any thread; does not wait.
  void cancel() {
    List<RemoteQuery> cut;
    List<FutureTask<?>> stopped;
    synchronized (this) {
      ended = true;
      cut = List.copyOf(open);
      stopped = List.copyOf(waiting);
    }
    stopped.forEach(task -> task.cancel(true));
    cut.forEach(RemoteQuery::cancel);
  }

  /// The statement has ended: gives back what it held, and waits for that only a moment.
  void close() {
    List<RemoteQuery> done;
    synchronized (this) {
      ended = true;
      done = List.copyOf(open);
      open.clear();
    }
    if (done.isEmpty()) {
      return;
    }
    Thread closing = Thread.startVirtualThread(() -> done.forEach(RemoteQuery::close));
    try {
      closing.join(Limits.LINK_CHECK);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
