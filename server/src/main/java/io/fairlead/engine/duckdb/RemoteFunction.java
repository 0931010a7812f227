package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.RemoteColumn;
import io.fairlead.engine.RemoteQuery;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBValue;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// `remote_query('connection', 'SELECT …')`: the rows of a query on the database of a connection.
final class RemoteFunction
    implements DuckDBTableFunction<RemoteFunction.Bound, RemoteFunction.Scan, Boolean> {
  static final String NAME = "remote_query";

  /// What binding has found out; nothing runs yet.
  record Bound(RemoteScans scans, RemoteScans.Asked asked, List<RemoteColumn> columns) {}

  /// A running query.
  record Scan(RemoteScans scans, RemoteQuery query, List<RemoteColumn> columns) {}

  static void register(Connection root) throws SQLException {
    try (var builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName(NAME)
          .withParameters(DuckDBColumnType.VARCHAR, DuckDBColumnType.VARCHAR)
          .withFunction(new RemoteFunction())
          .register(root);
    }
  }

  @Override
  public Bound bind(DuckDBTableFunctionBindInfo info) throws SQLException {
    RemoteScans scans = Scope.CURRENT.get().remote();
    RemoteScans.Asked asked =
        new RemoteScans.Asked(argument(scans, info, 0), argument(scans, info, 1));
    List<RemoteColumn> columns = scans.columns(asked);
    for (RemoteColumn column : columns) {
      if (column.type() == io.fairlead.sql.ColumnType.NUMERIC) {
        try (DuckDBLogicalType decimal =
            DuckDBLogicalType.decimal(column.precision(), column.scale())) {
          info.addResultColumn(column.name(), decimal);
        }
      } else {
        info.addResultColumn(column.name(), type(column));
      }
    }
    return new Bound(scans, asked, columns);
  }

  private static String argument(RemoteScans scans, DuckDBTableFunctionBindInfo info, int index) {
    try (DuckDBValue value = info.getParameter(index)) {
      String text = value.isNull() ? null : value.getString();
      if (text == null) {
        throw scans.failed(
            Refusal.of(ProblemKind.DATA_ERROR, NAME + " takes a connection and a query, not NULL"));
      }
      return text;
    }
  }

  private static DuckDBColumnType type(RemoteColumn column) {
    return switch (column.type()) {
      case BOOL -> DuckDBColumnType.BOOLEAN;
      case INT2 -> DuckDBColumnType.SMALLINT;
      case INT4 -> DuckDBColumnType.INTEGER;
      case INT8 -> DuckDBColumnType.BIGINT;
      case FLOAT4 -> DuckDBColumnType.FLOAT;
      case FLOAT8 -> DuckDBColumnType.DOUBLE;
      case DATE -> DuckDBColumnType.DATE;
      case TIMESTAMP -> DuckDBColumnType.TIMESTAMP;
      case TIMESTAMPTZ -> DuckDBColumnType.TIMESTAMP_WITH_TIME_ZONE;
      case TEXT -> DuckDBColumnType.VARCHAR;
      default -> throw new IllegalStateException("no column of a remote query: " + column.type());
    };
  }

  @Override
  public Scan init(DuckDBTableFunctionInitInfo info) {
    Bound bound = info.getBindData();
    info.setMaxThreads(1);
    RemoteQuery query = bound.scans().take(bound.asked());
    bound.scans().await(
        () -> {
          query.start();
          return true;
        });
    return new Scan(bound.scans(), query, bound.columns());
  }

  @Override
  public Boolean localInit(DuckDBTableFunctionInitInfo info) {
    return true;
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter output) {
    Scan scan = call.getInitData();
    List<@Nullable Object[]> rows =
        scan.scans().await(() -> scan.query().fetch((int) output.capacity()));
    try {
      for (int column = 0; column < scan.columns().size(); column++) {
        DuckDBWritableVector vector = output.vector(column);
        for (int row = 0; row < rows.size(); row++) {
          write(vector, row, rows.get(row)[column]);
        }
      }
    } catch (RuntimeException outOfRange) {
      // PostgreSQL's infinity, or a year that DuckDB does not have.
      throw scan.scans()
          .failed(
              Refusal.of(
                  ProblemKind.OUT_OF_RANGE, "a value of the remote query is out of range here"));
    }
    return rows.size();
  }

  private static void write(DuckDBWritableVector vector, int row, @Nullable Object value) {
    switch (value) {
      case null -> vector.setNull(row);
      case Boolean flag -> vector.setBoolean(row, flag);
      case Short number -> vector.setShort(row, number);
      case Integer number -> vector.setInt(row, number);
      case Long number -> vector.setLong(row, number);
      case Float number -> vector.setFloat(row, number);
      case Double number -> vector.setDouble(row, number);
      case BigDecimal number -> vector.setBigDecimal(row, number);
      case LocalDate date -> vector.setDate(row, date);
      case LocalDateTime time -> vector.setTimestamp(row, time);
      case OffsetDateTime time -> vector.setOffsetDateTime(row, time);
      case String text -> vector.setString(row, text);
      default -> throw new IllegalStateException("no value of a remote query");
    }
  }
}
