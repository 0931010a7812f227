package io.fairlead.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/// Shows a [Source] to DuckDB as a table function. Only the columns that the query needs are made.
final class SourceFunction<R>
    implements DuckDBTableFunction<Scope, SourceFunction.Scan<R>, SourceFunction.Batch<R>> {
  private static final int THREADS = 4;

  private final Source<R> source;

  private SourceFunction(Source<R> source) {
    this.source = source;
  }

  static void register(Source<?> source, Connection connection) throws SQLException {
    try (var builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName(source.name())
          .withProjectionPushdown()
          .withFunction(new SourceFunction<>(source))
          .register(connection);
    }
  }

  /// One scan: the rows not yet taken, and the fields wanted of each.
  record Scan<R>(Scope scope, Iterator<R> rows, List<Source.Field<R>> fields) {
    /// Rows are taken by one thread at a time and written by many.
    synchronized void take(List<R> into, int most) {
      while (into.size() < most && rows.hasNext()) {
        into.add(rows.next());
      }
    }
  }

  /// The rows that one thread has in hand.
  record Batch<R>(List<R> rows) {}

  @Override
  public Scope bind(DuckDBTableFunctionBindInfo info) {
    for (Source.Field<R> field : source.fields()) {
      info.addResultColumn(field.name(), field.type());
    }
    return Scope.CURRENT.get();
  }

  @Override
  public Scan<R> init(DuckDBTableFunctionInitInfo info) {
    Scope scope = info.getBindData();
    info.setMaxThreads(THREADS);
    List<Source.Field<R>> wanted = new ArrayList<>();
    for (long i = 0; i < info.getColumnCount(); i++) {
      int index = (int) info.getColumnIndex(i);
      // A query that only counts rows asks for no column, or for one that does not exist.
      if (index >= 0 && index < source.fields().size()) {
        wanted.add(source.fields().get(index));
      }
    }
    return new Scan<>(scope, source.rows().apply(scope), wanted);
  }

  @Override
  public Batch<R> localInit(DuckDBTableFunctionInitInfo info) {
    return new Batch<>(new ArrayList<>());
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter output) {
    Scan<R> scan = call.getInitData();
    Batch<R> batch = call.getLocalInitData();
    List<R> rows = batch.rows();
    rows.clear();
    scan.take(rows, (int) output.capacity());
    for (int column = 0; column < scan.fields().size(); column++) {
      scan.fields().get(column).writer().write(output.vector(column), rows, scan.scope());
    }
    return rows.size();
  }
}
