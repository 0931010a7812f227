package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /// Tables live in `public`, whatever schema a session looks for connections in; then the system
  /// catalog.
  private static final String SEARCH_PATH =
      "fairlead.public,fl.fl_pg,fl.mz_catalog,fl.mz_internal";

  /// Makes the session's connection.
  interface Connector {
    DuckDBConnection connect() throws SQLException;
  }

  private final Connector connector;
  private final NativeThreads threads;
  private final NativeThreads waiting;
  private final Scopes scopes;
  private final Permissions permissions;
  private final int process;
  private final LongSupplier nanoTime;
  /// Held while native code runs for this session.
  private final ReentrantLock inUse = new ReentrantLock();

  private @Nullable DuckDBConnection connection;
  private @Nullable DuckDbCursor cursor;
  private boolean inTransaction;
  private volatile @Nullable PreparedStatement running;
  private volatile @Nullable RemoteScans remote;
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
      Permissions permissions,
      int process,
      LongSupplier nanoTime) {
    this.connector = connector;
    this.threads = threads;
    this.waiting = waiting;
    this.scopes = scopes;
    this.permissions = permissions;
    this.process = process;
    this.nanoTime = nanoTime;
  }

  @Override
  public Shape describe(String sql, List<ColumnType> parameters, View view) {
    LocalStatement statement = LocalStatement.read(sql, permissions);
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
            return shape(statement, spelling, named(statement, parameters), scope);
          } finally {
            scopes.close(scope);
          }
        });
  }

  private Shape shape(
      LocalStatement statement, Spelling spelling, List<ColumnType> named, Scope scope)
      throws SQLException {
    List<ColumnType> known = named;
    SQLException misunderstood = null;
    try (PreparedStatement prepared = prepare(spelling.text(), scope)) {
      known = parameterTypes(prepared, named);
      if (!isUndecided(prepared)) {
        known.replaceAll(type -> type == ColumnType.UNKNOWN ? ColumnType.TEXT : type);
        return new Shape(known, columns(statement, prepared.getMetaData()));
      }
    } catch (SQLException failure) {
      if (named.isEmpty() || scope.remote().failed()) {
        throw failure;
      }
      misunderstood = failure;
    }
    for (List<ColumnType> types : ParameterCasts.guesses(statement, known)) {
      Spelling typed = Spelling.of(statement, ParameterCasts.all(types));
      try (PreparedStatement prepared = prepare(typed.text(), scope)) {
        return new Shape(types, columns(statement, prepared.getMetaData()));
      } catch (SQLException failure) {
        misunderstood = misunderstood == null ? failure : misunderstood;
      }
    }
    throw misunderstood;
  }

  /// DuckDB tells of one column `unknown` when the types of parameters leave a choice.
  private static boolean isUndecided(PreparedStatement prepared) throws SQLException {
    ResultSetMetaData metaData = prepared.getMetaData();
    return metaData != null
        && metaData.getColumnCount() == 1
        && metaData.getColumnName(1).equals("unknown");
  }

  @Override
  public Cursor run(
      String sql, List<ColumnType> parameters, List<@Nullable Object> values, View view) {
    LocalStatement statement = LocalStatement.read(sql, permissions);
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
            scope -> start(statement, spelling, named(statement, parameters), values, scope));
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
      prepared = prepare(statement, spelling, ParameterCasts.ofArrays(types), scope);
      for (int i = 0; i < statement.parameters(); i++) {
        Values.set(prepared, i + 1, values.get(i));
      }
      boolean rows = execute(prepared, scope);
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
    }
  }

  /// @param casts for the case that DuckDB does not understand the statement without them
  private PreparedStatement prepare(
      LocalStatement statement, Spelling spelling, List<String> casts, Scope scope)
      throws SQLException {
    try {
      return prepare(spelling.text(), scope);
    } catch (SQLException failure) {
      if (casts.stream().allMatch(String::isEmpty) || scope.remote().failed()) {
        throw failure;
      }
      try {
        return prepare(Spelling.of(statement, casts).text(), scope);
      } catch (SQLException again) {
        // The first failure is about the text that the client wrote.
        failure.addSuppressed(again);
        throw failure;
      }
    }
  }

  private PreparedStatement prepare(String sql, Scope scope) throws SQLException {
    DuckDBConnection open = connection();
    return ScopedValue.where(Scope.CURRENT, scope).call(() -> open.prepareStatement(sql));
  }

  private boolean execute(PreparedStatement prepared, Scope scope) throws SQLException {
    running = prepared;
    if (cancelled) {
      throw RemoteScans.cancelled();
    }
    return ScopedValue.where(Scope.CURRENT, scope).call(prepared::execute);
  }

  private DuckDBConnection connection() throws SQLException {
    DuckDBConnection open = connection;
    if (open == null) {
      open = connector.connect();
      Database.execute(open, "SET search_path = " + Database.literal(SEARCH_PATH));
      connection = open;
    }
    return open;
  }

  /// One type for each parameter: what the client named, else [ColumnType#UNKNOWN].
  private static List<ColumnType> named(LocalStatement statement, List<ColumnType> given) {
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < statement.parameters(); i++) {
      types.add(i < given.size() ? given.get(i) : ColumnType.UNKNOWN);
    }
    return types;
  }

  /// The named types, completed by what DuckDB found out.
  private static List<ColumnType> parameterTypes(
      PreparedStatement prepared, List<ColumnType> named) throws SQLException {
    List<ColumnType> types = new ArrayList<>(named);
    ParameterMetaData metaData = prepared.getParameterMetaData();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) == ColumnType.UNKNOWN) {
        types.set(i, inferred(metaData, i + 1));
      }
    }
    return types;
  }

  private static ColumnType inferred(ParameterMetaData metaData, int index) {
    try {
      String name = metaData.getParameterTypeName(index);
      return name == null || name.equals("INVALID") ? ColumnType.UNKNOWN : Types.of("", name);
    } catch (SQLException e) {
      return ColumnType.UNKNOWN;
    }
  }

  static List<Column> columns(LocalStatement statement, @Nullable ResultSetMetaData metaData)
      throws SQLException {
    if (!statement.returnsRows()) {
      // DuckDB tells of a column with the number of changed rows.
      return List.of();
    }
    List<String> names = new ArrayList<>();
    List<ColumnType> types = new ArrayList<>();
    for (int i = 1; metaData != null && i <= metaData.getColumnCount(); i++) {
      names.add(metaData.getColumnName(i));
      types.add(Types.of(metaData.getColumnName(i), metaData.getColumnTypeName(i)));
    }
    List<String> labels = Labels.of(statement, names);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(new Column(labels.get(i), types.get(i)));
    }
    return columns;
  }

  @Override
  public void begin() {
    command("BEGIN TRANSACTION");
    inTransaction = true;
  }

  @Override
  public void commit() {
    inTransaction = false;
    command("COMMIT");
  }

  @Override
  public void rollback() {
    inTransaction = false;
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
      Spelling spelling, View view, Scope.@Nullable Wanted wanted, Scoped<T> work) {
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
    Scope scope = scopes.open(view, process, wanted, mayWait);
    RemoteScans scans = scope.remote();
    remote = scans;
    try {
      if (cancelled) {
        scans.cancel();
      }
      return work.run(scope);
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
      remote = null;
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
    RemoteScans scans = remote;
    if (scans != null) {
      scans.cancel();
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
