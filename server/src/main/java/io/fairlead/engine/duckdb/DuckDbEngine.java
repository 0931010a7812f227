package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ConnectionText;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Engine;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One DuckDB in this process for all sessions, opened when it is first needed: loading the native
/// library takes about a second, and a server that is asked for connections only never pays it.
public final class DuckDbEngine implements Engine {
  private final Optional<Path> databaseFile;
  private final List<Path> readableFolders;
  private final ConnectionText text;
  private final Outside outside;
  private final LongSupplier nanoTime;
  private final NativeThreads threads = new NativeThreads();
  private final NativeThreads waiting =
      new NativeThreads(Limits.REMOTE_QUERIES, Limits.REMOTE_QUEUE);
  private final ExternalViews views;
  private final Scopes scopes;
  private final AtomicInteger lastProcess = new AtomicInteger();
  private final ReentrantLock opening = new ReentrantLock();
  private final ReentrantLock makingTables = new ReentrantLock();
  private @Nullable DuckDBConnection root;
  private boolean closed;

  /// @param databaseFile where tables are kept; empty: in memory, gone at the end
  /// @param readableFolders folders whose files queries may read; none: no file of the host at all
  /// @param text prints `create_sql`
  /// @param outside what others tell the engine
  /// @param nanoTime a monotonic clock, such as [System#nanoTime]
  public DuckDbEngine(
      Optional<Path> databaseFile,
      List<Path> readableFolders,
      ConnectionText text,
      Outside outside,
      LongSupplier nanoTime) {
    this.databaseFile = databaseFile;
    this.readableFolders = List.copyOf(readableFolders);
    this.text = text;
    this.nanoTime = nanoTime;
    this.outside = outside;
    this.views = new ExternalViews(outside.files(), new EngineSchemas(outside.catalogId()));
    this.scopes = new Scopes(outside, views, nanoTime);
  }

  @Override
  public EngineSession open() {
    return session();
  }

  @Override
  public Batches batches() {
    return new DuckDbBatches(session(), views, outside.catalogId(), makingTables);
  }

  private DuckDbSession session() {
    return new DuckDbSession(
        this::connect,
        threads,
        waiting,
        scopes,
        views,
        new Permissions(!readableFolders.isEmpty()),
        lastProcess.incrementAndGet(),
        nanoTime);
  }

  /// A connection of its own for a session. Called on a native thread.
  private DuckDBConnection connect() throws SQLException {
    opening.lock();
    try {
      if (closed) {
        throw Refusal.of(ProblemKind.STOPPING, "the query engine is stopping");
      }
      if (root == null) {
        List<Source<?>> sources = Sources.all(outside.audit(), outside.catalogId(), scopes, outside.pipelines());
        List<Path> folders = new ArrayList<>(readableFolders);
        views.prepare().ifPresent(folders::add);
        DuckDBConnection opened = Database.open(databaseFile, folders, sources, text, scopes);
        root = opened;
        views.open(opened.duplicate());
      }
      return root.duplicate();
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() {
    waiting.close();
    threads.close();
    opening.lock();
    try {
      closed = true;
      views.close();
      if (root != null) {
        root.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the query engine did not close", e);
    } finally {
      opening.unlock();
    }
  }
}
