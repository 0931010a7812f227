package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Name;
import io.fairlead.model.Schema;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.Statement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One client's connection to DuckDB, made at its first statement. Callers wait on their own
/// (virtual) thread while the native call runs on one of [NativeThreads].
final class DuckDbSession implements EngineSession {
  private final Connecting connector;
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
      Connecting connector,
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
    LocalStatement statement = read(sql, view);
    return statement.verb() == Verb.EMPTY
        ? new Shape(List.of(), List.of())
        : shape(statement, parameters, view);
  }

  @Override
  public Shape describe(Statement.StagedQuery query, View view) {
    return shape(read(query, view), List.of(), view);
  }

  private LocalStatement read(String sql, View view) {
    return LocalStatement.read(sql, permissions, view, name -> hasTable(name, view));
  }

  private LocalStatement read(Statement.StagedQuery query, View view) {
    return LocalStatement.read(query.text(), permissions, view).over(query.files());
  }

  private Shape shape(LocalStatement statement, List<ColumnType> parameters, View view) {
    Spelling spelling = Spelling.of(statement);
    return scoped(
        spelling,
        view,
        null,
        scope -> new StatementRun(this, statement, spelling, scope).shape(parameters));
  }

  FileStatements files(Scope scope) throws SQLException {
    return new FileStatements(connection(), scope, permissions, transaction());
  }

  /// What the open transaction has written; null outside of one.
  @Nullable PendingFiles transaction() {
    return inTransaction ? pending : null;
  }

  @Override
  public Cursor run(
      String sql, List<ColumnType> parameters, List<@Nullable Object> values, View view) {
    LocalStatement statement = read(sql, view);
    if (statement.verb() == Verb.EMPTY) {
      return new EmptyCursor();
    }
    List<@Nullable Object> all = new Parameters(parameters, values).valuesOf(statement);
    return started(statement, parameters, all, EqualityFilter.of(statement, all), view);
  }

  @Override
  public Cursor run(Statement.StagedQuery query, View view) {
    return started(read(query, view), List.of(), List.of(), null, view);
  }

  private Cursor started(
      LocalStatement statement,
      List<ColumnType> parameters,
      List<@Nullable Object> values,
      Scope.@Nullable Wanted wanted,
      View view) {
    Spelling spelling = Spelling.of(statement);
    DuckDbCursor started =
        scoped(
            spelling,
            view,
            wanted,
            scope -> new StatementRun(this, statement, spelling, scope).start(parameters, values));
    cursor = started;
    return started;
  }

  /// What [#cancel] interrupts from now on.
  void runs(PreparedStatement prepared) {
    running = prepared;
    if (cancelled) {
      throw RemoteScans.cancelled();
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  void end(Scope scope) {
    scopes.close(scope);
  }

  DuckDBConnection connection() throws SQLException {
    DuckDBConnection open = connection;
    if (open == null) {
      open = connector.connect();
      connection = open;
    }
    return open;
  }

  @Override
  public List<TableColumn> columnsOf(FileSource files, FileFormat format, View view) {
    return onFiles(view, work -> work.columns(files, format));
  }

  @Override
  public void mustFit(
      FileSource files, FileFormat format, List<TableColumn> columns, View view) {
    onFiles(view, work -> work.mustFit(files, format, columns));
  }

  @Override
  public List<TableColumn> columnsOf(String query, View view) {
    LocalStatement statement = read(query, view);
    String text = Spelling.of(statement).text();
    return onFiles(
        view,
        work -> {
          work.rights().check(statement);
          return FileColumns.ofQuery(work.connection(), text);
        });
  }

  @Override
  public boolean hasTable(Name name, View view) {
    return onFiles(view, work -> LocalTables.has(work.connection(), name));
  }

  @Override
  public Optional<LocalTable> table(Name name, View view) {
    return onFiles(
        view,
        work ->
            work.rights().sees(name.schema())
                ? LocalTables.find(work.connection(), name)
                : Optional.empty());
  }

  @Override
  public List<String> contentOf(Schema schema, View view) {
    return onFiles(view, work -> views.schemas().contentOf(schema, work.connection()));
  }

  @Override
  public void drop(Schema schema, View view) {
    onFiles(
        view,
        work -> {
          views.drop(schema);
          return true;
        });
  }

  @Override
  public boolean hasFunction(String name, View view) {
    return onFiles(view, work -> FunctionMacros.isBuiltIn(work.connection(), name));
  }

  @Override
  public Shape describe(
      Statement.FileStatement statement, List<ColumnType> parameters, View view) {
    List<Column> columns = FileStatements.columns(statement);
    return statement instanceof Statement.SelectInto(var copy)
        ? new Shape(describe(copy.query(), parameters, view).parameters(), columns)
        : new Shape(List.of(), columns);
  }

  @Override
  public Cursor run(
      Statement.FileStatement statement,
      List<ColumnType> parameters,
      List<@Nullable Object> values,
      View view) {
    return onFiles(view, work -> work.run(statement, new Parameters(parameters, values)));
  }

  <T> T onFiles(View view, FileStatements.Work<T> work) {
    return call(
        waiting,
        null,
        () ->
            inScope(
                view,
                null,
                true,
                scope -> {
                  try {
                    return work.run(files(scope));
                  } finally {
                    scopes.close(scope);
                  }
                }));
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
    if (inTransaction) {
      return call(waiting, spelling, () -> inScope(view, wanted, true, work));
    }
    try {
      return call(threads, spelling, () -> inScope(view, wanted, false, work));
    } catch (RemoteScans.MustWait known) {
      if (cancelled) {
        throw RemoteScans.cancelled();
      }
      return call(waiting, spelling, () -> inScope(view, wanted, true, work));
    }
  }

  private <T> T inScope(
      View view, Scope.@Nullable Wanted wanted, boolean mayWait, Scoped<T> work)
      throws SQLException {
    DuckDBConnection own = connection();
    views.bring(view.image());
    Access access = Scopes.access(view);
    searchPath = views.search(own, searchPath, view, access);
    Scope scope = scopes.open(view, access, process, wanted, mayWait);
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
      return new NativeCall(this::cancel, () -> cancelled, this::interrupt)
          .await(task, Deadline.after(Limits.ENGINE_CALL, nanoTime));
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
    Fetching.close(statement);
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
      while (!inUse.tryLock(NativeCall.CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
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
