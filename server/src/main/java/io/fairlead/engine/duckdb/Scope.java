package io.fairlead.engine.duckdb;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.engine.SecretUsage;
import io.fairlead.engine.View;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What one statement may see. Bound to the thread that prepares and executes the statement; the
/// table functions of the catalog take it up when DuckDB binds them, which happens on that thread,
/// and keep it as long as the statement lives. So two statements that run at the same time see two
/// images.
///
/// @param number unique among running statements; expensive columns find the scope by it
/// @param process what `pg_backend_pid()` says
/// @param wanted an equality that every row of the one catalog relation in the statement must meet,
///     where there is one
/// @param access what the role that asks may see
/// @param schemaNumbers what [#schemaNumber] has found so far
/// @param schemas those of the catalog as DuckDB has them
/// @param refused why a function has refused the statement; DuckDB passes on texts alone
/// @param remote its queries on the databases of connections
/// @param external the external tables that it reads
/// @param functions its calls of external functions
/// @param secrets tells which secrets were used
record Scope(
    long number,
    View view,
    int process,
    @Nullable Wanted wanted,
    Access access,
    EngineSchemas schemas,
    ConcurrentMap<String, Long> schemaNumbers,
    AtomicReference<@Nullable Refusal> refused,
    RemoteScans remote,
    ExternalScans external,
    FunctionCalls functions,
    SecretUsage secrets) {
  static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

  /// The number in the id of a schema, which a scan asks for at each row; 0 when there is none.
  long schemaNumber(String name) {
    return schemaNumbers.computeIfAbsent(
        name, key -> view.image().schema(key).map(schema -> schema.id().number()).orElse(0L));
  }

  /// Ends all that it waits for, from any thread; does not wait.
  void cancel() {
    remote.cancel();
    external.cancel();
  }

  /// A sound pre-filter: rows that do not meet it cannot be in the result. DuckDB filters again.
  ///
  /// @param column in lower case
  record Wanted(String column, String value) {}

  /// The value that rows must have in a column; null when any will do.
  @Nullable String wanted(String column) {
    Wanted filter = wanted;
    return filter != null && filter.column().equals(column) ? filter.value() : null;
  }
}
