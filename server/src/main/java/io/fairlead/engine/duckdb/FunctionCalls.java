package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFunctions;
import io.fairlead.engine.View;
import io.fairlead.model.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// The calls of external functions in one statement.
///
/// DuckDB computes [#FIND] when it binds the statement, on the thread of that, since all of its
/// arguments are constants: so the scope of the statement is known then. What it gives is a number by
/// which [#CALL] finds the same statement again, on whichever of DuckDB's threads it runs. That one is
/// volatile, so that nothing is computed ahead, twice or never.
final class FunctionCalls {
  static final String FIND = "fl_function";
  static final String CALL = "fl_call";

  /// The calls of all statements that run now.
  static final class Sites {
    private final ConcurrentMap<Long, Site> running = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    private Site get(long number) {
      Site site = running.get(number);
      if (site == null) {
        throw new IllegalStateException("the statement has ended");
      }
      return site;
    }

    int size() {
      return running.size();
    }
  }

  private record Site(FunctionCalls statement, ExternalFunctions.Calls calls) {}

  private final Optional<ExternalFunctions> functions;
  private final View view;
  private final RemoteScans waits;
  private final Deadline deadline;
  private final Sites sites;
  private final Set<Long> own = new HashSet<>();
  private boolean ended;

  /// @param waits where all waits of the statement for the network are
  /// @param sites where its calls are found
  FunctionCalls(
      Optional<ExternalFunctions> functions,
      View view,
      RemoteScans waits,
      Deadline deadline,
      Sites sites) {
    this.functions = functions;
    this.view = view;
    this.waits = waits;
    this.deadline = deadline;
    this.sites = sites;
  }

  static void register(Connection root, Scopes scopes) throws SQLException {
    try (var builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(FIND)
          .withParameters(DuckDBColumnType.BIGINT, DuckDBColumnType.VARCHAR)
          .withReturnType(DuckDBColumnType.BIGINT)
          .withVectorizedFunction(
              (input, output) -> {
                for (long row = 0; row < input.rowCount(); row++) {
                  ObjectId id = new ObjectId(input.vector(0).getLong(row));
                  String signature = input.vector(1).getString(row);
                  output.setLong(row, Scope.CURRENT.get().functions().open(id, signature));
                }
              })
          .register(root);
    }
    try (var builder = DuckDBFunctions.scalarFunction();
        DuckDBLogicalType text = DuckDBLogicalType.of(DuckDBColumnType.VARCHAR)) {
      builder
          .withName(CALL)
          .withParameters(DuckDBColumnType.BIGINT)
          .withVarArgs(text)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVolatile()
          .withVectorizedFunction((input, output) -> call(scopes.sites(), input, output))
          .register(root);
    }
  }

  /// Authorises a call. DuckDB binds a statement more than once.
  private long open(ObjectId id, String signature) {
    ExternalFunctions.Calls calls;
    try {
      calls =
          functions
              .orElseThrow(
                  () ->
                      Refusal.of(
                          ProblemKind.NOT_SUPPORTED, "external functions are not supported"))
              .open(view, id, signature);
    } catch (RuntimeException refused) {
      throw waits.failed(refused);
    }
    waits.mustBeAllowedToWait();
    long number = sites.last.incrementAndGet();
    synchronized (this) {
      if (ended) {
        throw RemoteScans.cancelled();
      }
      own.add(number);
      sites.running.put(number, new Site(this, calls));
    }
    return number;
  }

  private static void call(
      Sites sites, DuckDBDataChunkReader input, DuckDBWritableVector output) {
    if (input.rowCount() == 0) {
      return;
    }
    Site site = sites.get(input.vector(0).getLong(0));
    List<@Nullable String[]> rows = rows(input);
    FunctionCalls statement = site.statement();
    List<@Nullable String> results =
        statement.waits.await(
            () -> site.calls().call(rows, statement.deadline),
            statement.deadline,
            "the external functions of the statement took too long");
    for (int row = 0; row < results.size(); row++) {
      String result = results.get(row);
      if (result == null) {
        output.setNull(row);
      } else {
        output.setString(row, result);
      }
    }
  }

  private static List<@Nullable String[]> rows(DuckDBDataChunkReader input) {
    int arguments = (int) input.columnCount() - 1;
    List<@Nullable String[]> rows = new ArrayList<>((int) input.rowCount());
    for (long row = 0; row < input.rowCount(); row++) {
      @Nullable String[] values = new @Nullable String[arguments];
      for (int column = 0; column < arguments; column++) {
        DuckDBReadableVector vector = input.vector(column + 1L);
        values[column] = vector.isNull(row) ? null : vector.getString(row);
      }
      rows.add(values);
    }
    return rows;
  }

  /// The statement has ended.
  synchronized void close() {
    ended = true;
    own.forEach(sites.running::remove);
    own.clear();
  }
}
