package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.sql.ColumnType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One client's connection to DuckDB, made at its first statement. Callers wait on their own
/// (virtual) thread while the native call runs on one of [NativeThreads].
final class DuckDbSession implements EngineSession {
  /// How often a waiting caller looks whether a cancel came too early for DuckDB to notice it.
  private static final long CANCEL_AGAIN_MILLIS = 20;

  /// Makes the session's connection.
  interface Connector {
    DuckDBConnection connect() throws SQLException;
  }

  private final Connector connector;
  private final NativeThreads threads;
  private final NativeThreads waiting;
  private final Scopes scopes;
  private final ExternalViews views;
  private final Permissions permissions;
  private final int process;
  private final LongSupplier nanoTime;
  /// Held while native code runs for this session.
  private final ReentrantLock inUse = new ReentrantLock();

  private @Nullable DuckDBConnection connection;
  private @Nullable DuckDbCursor cursor;
  private boolean inTransaction;
  private String searchPath = "";
  private volatile @Nullable PreparedStatement running;
  private volatile @Nullable Scope current;
  private final PendingFiles pending = new PendingFiles();
  private volatile @Nullable FutureTask<?> call;
  private volatile boolean cancelled;
  private volatile boolean closed;

  /// @param threads for calls that end as soon as they can
  /// @param waiting for calls that wait for the network
  DuckDbSession(
      Connector connector,
      NativeThreads threads,
      NativeThreads waiting,
      Scopes scopes,
      ExternalViews views,
      Permissions permissions,
      int process,
      LongSupplier nanoTime) {
    this.connector = connector;
    this.threads = threads;
    this.waiting = waiting;
    this.scopes = scopes;
    this.views = views;
    this.permissions = permissions;
    this.process = process;
    this.nanoTime = nanoTime;
  }

  @Override
  public Shape describe(String sql, List<ColumnType> parameters, View view) {
    LocalStatement statement = LocalStatement.read(sql, permissions, view);
    if (statement.verb() == Verb.EMPTY) {
      return new Shape(List.of(), List.of());
    }
    Spelling spelling = Spelling.of(statement);
    return scoped(
        spelling,
        view,
        null,
        scope -> {
          try {
            Insertion.begin(statement, connection(), scope);
            return shape(statement, spelling, StatementTypes.named(statement, parameters), scope);
          } finally {
            scopes.close(scope);
            Insertion.end(statement, connection());
          }
        });
  }

  private Shape shape(
      LocalStatement statement, Spelling spelling, List<ColumnType> named, Scope scope)
      throws SQLException {
    List<ColumnType> known = named;
    SQLException misunderstood = null;
    try (PreparedStatement prepared = connection().prepareStatement(spelling.text())) {
      known = StatementTypes.parameters(prepared, named);
      if (!StatementTypes.isUndecided(prepared)) {
        known.replaceAll(type -> type == ColumnType.UNKNOWN ? ColumnType.TEXT : type);
        return new Shape(known, StatementTypes.columns(statement, prepared.getMetaData()));
      }
    } catch (SQLException failure) {
      if (named.isEmpty() || scope.remote().failed()) {
        throw failure;
      }
      misunderstood = failure;
    }
    for (List<ColumnType> types : ParameterCasts.guesses(statement, known)) {
      Spelling typed = Spelling.of(statement, ParameterCasts.all(types));
      try (PreparedStatement prepared = connection().prepareStatement(typed.text())) {
        return new Shape(types, StatementTypes.columns(statement, prepared.getMetaData()));
      } catch (SQLException failure) {
        misunderstood = misunderstood == null ? failure : misunderstood;
      }
    }
    throw misunderstood;
  }

  @Override
  public Cursor run(
      String sql, List<ColumnType> parameters, List<@Nullable Object> values, View view) {
    LocalStatement statement = LocalStatement.read(sql, permissions, view);
    if (statement.verb() == Verb.EMPTY) {
      return new EmptyCursor();
    }
    if (values.size() < statement.parameters()) {
      throw Refusal.of(
          ProblemKind.PROTOCOL_VIOLATION,
          "the statement needs " + statement.parameters() + " parameters, not " + values.size());
    }
    Spelling spelling = Spelling.of(statement);
    Scope.Wanted wanted = EqualityFilter.of(statement, values);
    DuckDbCursor started =
        scoped(
            spelling,
            view,
            wanted,
            scope -> start(statement, spelling, StatementTypes.named(statement, parameters), values, scope));
    cursor = started;
    return started;
  }

  private DuckDbCursor start(
      LocalStatement statement,
      Spelling spelling,
      List<ColumnType> types,
      List<@Nullable Object> values,
      Scope scope)
      throws SQLException {
    PreparedStatement prepared = null;
    boolean started = false;
    try {
      Insertion.begin(statement, connection(), scope);
      prepared = prepare(statement, spelling, ParameterCasts.ofArrays(types), scope);
      setAll(prepared, statement, values);
      Fetching.bring(
          connection(), statement, scope, () -> explain(statement, spelling, types, values));
      boolean rows;
      try {
        rows = execute(prepared);
      } catch (SQLException failure) {
        if (inTransaction || cancelled || !Fetching.isDamage(failure, scope)) {
          throw failure;
        }
        Fetching.bringAll(scope);
        prepared = prepare(statement, spelling, ParameterCasts.ofArrays(types), scope);
        setAll(prepared, statement, values);
        rows = execute(prepared);
      }
      Insertion.finish(statement, connection(), scope, inTransaction ? pending : null);
      scope.remote().close();
      DuckDbCursor made =
          rows
              ? new DuckDbCursor(this, statement, spelling, prepared, scope)
              : DuckDbCursor.ofCount(this, statement, spelling, prepared, scope);
      started = true;
      return made;
    } catch (SQLException failure) {
      Refusal refused = scope.refused().get();
      if (refused != null) {
        throw refused;
      }
      throw failure;
    } finally {
      if (!started) {
        scopes.close(scope);
        closeQuietly(prepared);
      }
      Insertion.end(statement, connection());
    }
  }

  private static void setAll(
      PreparedStatement prepared, LocalStatement statement, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < statement.parameters(); i++) {
      Values.set(prepared, i + 1, values.get(i));
    }
  }

  private PreparedStatement explain(
      LocalStatement statement,
      Spelling spelling,
      List<ColumnType> types,
      List<@Nullable Object> values)
      throws SQLException {
    String explain = "EXPLAIN (FORMAT json) ";
    PreparedStatement prepared;
    try {
      prepared = connection().prepareStatement(explain + spelling.text());
    } catch (SQLException failure) {
      List<String> casts = ParameterCasts.ofArrays(types);
      if (casts.stream().allMatch(String::isEmpty)) {
        throw failure;
      }
      prepared = connection().prepareStatement(explain + Spelling.of(statement, casts).text());
    }
    setAll(prepared, statement, values);
    return prepared;
  }

  /// @param casts for the case that DuckDB does not understand the statement without them
  private PreparedStatement prepare(
      LocalStatement statement, Spelling spelling, List<String> casts, Scope scope)
      throws SQLException {
    try {
      return connection().prepareStatement(spelling.text());
    } catch (SQLException failure) {
      if (casts.stream().allMatch(String::isEmpty) || scope.remote().failed()) {
        throw failure;
      }
      try {
        return connection().prepareStatement(Spelling.of(statement, casts).text());
      } catch (SQLException again) {
        // The first failure is about the text that the client wrote.
        failure.addSuppressed(again);
        throw failure;
      }
    }
  }

  private boolean execute(PreparedStatement prepared) throws SQLException {
    running = prepared;
    if (cancelled) {
      throw RemoteScans.cancelled();
    }
    return prepared.execute();
  }

  private DuckDBConnection connection() throws SQLException {
    DuckDBConnection open = connection;
    if (open == null) {
      open = connector.connect();
      connection = open;
    }
    return open;
  }

  @Override
  public void begin() {
    command("BEGIN TRANSACTION");
    inTransaction = true;
  }

  @Override
  public void commit() {
    inTransaction = false;
    if (pending.isEmpty()) {
      command("COMMIT");
      return;
    }
    try {
      Deadline deadline = Deadline.after(Limits.ENGINE_CALL, nanoTime);
      call(waiting, null, () -> pending.commit(connection(), deadline));
    } finally {
      pending.close();
    }
  }

  @Override
  public void rollback() {
    inTransaction = false;
    pending.close();
    command("ROLLBACK");
  }

  private void command(String sql) {
    call(
        null,
        () -> {
          Database.execute(connection(), sql);
          return sql;
        });
  }

  /// Work of a statement, which ends its scope unless a cursor takes it over.
  private interface Scoped<T> {
    T run(Scope scope) throws SQLException;
  }

  /// Runs a statement; once more where it may wait, when binding it has shown that it must. In a
  /// transaction the failed try would be the end of it, so there all may wait.
  private <T> T scoped(
      @Nullable Spelling spelling, View view, Scope.@Nullable Wanted wanted, Scoped<T> work) {
    boolean creates = spelling != null && spelling.creates();
    if (inTransaction) {
      return call(waiting, spelling, () -> inScope(view, wanted, creates, true, work));
    }
    try {
      return call(threads, spelling, () -> inScope(view, wanted, creates, false, work));
    } catch (RemoteScans.MustWait known) {
      if (cancelled) {
        throw RemoteScans.cancelled();
      }
      return call(waiting, spelling, () -> inScope(view, wanted, creates, true, work));
    }
  }

  private <T> T inScope(
      View view,
      Scope.@Nullable Wanted wanted,
      boolean creates,
      boolean mayWait,
      Scoped<T> work)
      throws SQLException {
    DuckDBConnection own = connection();
    views.bring(view.image());
    searchPath = views.search(own, searchPath, view.schema(), creates);
    Scope scope = scopes.open(view, process, wanted, mayWait);
    RemoteScans scans = scope.remote();
    scope.external().with(pending);
    current = scope;
    try {
      if (cancelled) {
        scope.cancel();
      }
      return ScopedValue.where(Scope.CURRENT, scope).call(() -> work.run(scope));
    } catch (SQLException failure) {
      RuntimeException reason = scans.failure();
      if (scans.refusedToWait()) {
        throw new RemoteScans.MustWait();
      }
      if (reason != null && !cancelled) {
        throw reason;
      }
      throw failure;
    } finally {
      current = null;
    }
  }

  <T> T call(@Nullable Spelling spelling, Callable<T> work) {
    return call(threads, spelling, work);
  }

  /// Runs native code and waits for it, with a deadline and an ear for [#cancel].
  private <T> T call(NativeThreads on, @Nullable Spelling spelling, Callable<T> work) {
    if (closed) {
      throw Refusal.of(ProblemKind.STOPPING, "the session is closed");
    }
    cancelled = false;
    FutureTask<T> task = on.submit(() -> alone(work));
    call = task;
    try {
      return await(task, Deadline.after(Limits.ENGINE_CALL, nanoTime));
    } catch (ExecutionException e) {
      throw Failures.of(e.getCause(), spelling, cancelled);
    } catch (CancellationException e) {
      throw RemoteScans.cancelled();
    } finally {
      call = null;
    }
  }

  private <T> T alone(Callable<T> work) throws Exception {
    inUse.lock();
    try {
      if (closed) {
        throw Refusal.of(ProblemKind.STOPPING, "the session is closed");
      }
      return work.call();
    } finally {
      inUse.unlock();
    }
  }

  private <T> T await(FutureTask<T> task, Deadline deadline) throws ExecutionException {
    while (true) {
      try {
        return task.get(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (deadline.hasPassed()) {
          cancel();
        }
        if (cancelled) {
          interrupt();
        }
      } catch (InterruptedException e) {
        cancel();
        Thread.currentThread().interrupt();
        throw Refusal.of(ProblemKind.STOPPING, "the wait for the query engine was interrupted");
      }
    }
  }

  @Override
  public void cancel() {
    FutureTask<?> task = call;
    if (task == null) {
      return;
    }
    cancelled = true;
    interrupt();
  }

  private void interrupt() {
    PreparedStatement statement = running;
    Scope scope = current;
    if (scope != null) {
      scope.cancel();
    }
    if (!inTransaction) {
      // A commit is running, or nothing is pending.
      pending.cancel();
    }
    try {
      if (statement != null) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // The statement has ended meanwhile: there is nothing to cancel.
    }
  }

  /// Called by the cursor on a native thread when it has ended.
  void ended(Scope scope, PreparedStatement statement) {
    running = null;
    scopes.close(scope);
    closeQuietly(statement);
  }

  private static void closeQuietly(@Nullable PreparedStatement statement) {
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      // A statement that failed is closed already.
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cancel();
    threads.finish(this::release);
  }

  /// Frees what DuckDB holds for the session, when the running call has ended; until then it is
  /// interrupted again and again, since one interrupt may come too early.
  private void release() {
    try {
      while (!inUse.tryLock(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (cursor != null) {
        cursor.release();
      }
      pending.close();
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // A connection that cannot be closed is broken; DuckDB frees it with the database.
    } finally {
      inUse.unlock();
    }
  }
}
