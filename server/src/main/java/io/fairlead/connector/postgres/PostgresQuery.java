package io.fairlead.connector.postgres;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.QueryFailed;
import io.fairlead.connector.QueryFailed.Cause;
import io.fairlead.connector.SqlColumn;
import io.fairlead.connector.SqlColumn.Kind;
import io.fairlead.connector.SqlLink;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// One query on a [PostgresLink].
final class PostgresQuery implements SqlLink.Query {
  private final PostgresLink link;
  private final Deadline deadline;
  private final List<SqlColumn> columns = new ArrayList<>();
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet rows;

  PostgresQuery(PostgresLink link, Deadline deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  /// Begins the transaction and has the server describe the query.
  void prepare(String text) throws QueryFailed {
    String query = OneStatement.of(text);
    tried(
        () -> {
          Connection connection = link.connection();
          connection.setReadOnly(true);
          connection.setAutoCommit(false);
          try (Statement settings = connection.createStatement()) {
            settings.execute(link.settings(deadline));
          }
          PreparedStatement prepared = connection.prepareStatement(query);
          statement = prepared;
          describe(prepared.getMetaData());
          return true;
        });
    if (columns.isEmpty() || columns.size() > Limits.REMOTE_COLUMNS) {
      throw new QueryFailed(Cause.UNFIT, "", 0);
    }
  }

  private void describe(@Nullable ResultSetMetaData metaData) throws SQLException {
    for (int i = 1; metaData != null && i <= metaData.getColumnCount(); i++) {
      columns.add(column(metaData, i));
    }
  }

  private static SqlColumn column(ResultSetMetaData metaData, int i) throws SQLException {
    String name = metaData.getColumnLabel(i);
    return switch (metaData.getColumnTypeName(i)) {
      case "bool" -> SqlColumn.of(name, Kind.BOOL);
      case "int2", "smallserial" -> SqlColumn.of(name, Kind.INT2);
      case "int4", "serial" -> SqlColumn.of(name, Kind.INT4);
      case "int8", "bigserial", "oid" -> SqlColumn.of(name, Kind.INT8);
      case "float4" -> SqlColumn.of(name, Kind.FLOAT4);
      case "float8" -> SqlColumn.of(name, Kind.FLOAT8);
      case "numeric" ->
          SqlColumn.decimal(name, metaData.getPrecision(i), metaData.getScale(i));
      case "date" -> SqlColumn.of(name, Kind.DATE);
      case "timestamp" -> SqlColumn.of(name, Kind.TIMESTAMP);
      case "timestamptz" -> SqlColumn.of(name, Kind.TIMESTAMPTZ);
      default -> SqlColumn.of(name, Kind.TEXT);
    };
  }

  @Override
  public List<SqlColumn> columns() {
    return List.copyOf(columns);
  }

  @Override
  public void start() throws QueryFailed {
    PreparedStatement prepared = java.util.Objects.requireNonNull(statement, "prepared");
    rows = tried(prepared::executeQuery);
  }

  @Override
  public List<@Nullable Object[]> next(int most) throws QueryFailed {
    ResultSet source = java.util.Objects.requireNonNull(rows, "started");
    return tried(
        () -> {
          List<@Nullable Object[]> batch = new ArrayList<>();
          while (batch.size() < most && source.next()) {
            @Nullable Object[] row = new @Nullable Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
              row[i] = columns.get(i).read(source, i + 1);
            }
            batch.add(row);
          }
          return batch;
        });
  }

  private <T> T tried(Work<T> work) throws QueryFailed {
    try {
      return work.run();
    } catch (SQLException failure) {
      throw failed(failure);
    }
  }

  private QueryFailed failed(SQLException failure) {
    String said = failure.getSQLState() == null ? "" : failure.getSQLState();
    String state = said.matches("[0-9A-Z]{5}") ? said : "";
    boolean lost =
        !link.isOpen()
            || state.startsWith("08")
            || state.startsWith("57P")
            || failure.getCause() instanceof IOException;
    if (lost) {
      link.broke();
    }
    ServerErrorMessage server =
        failure instanceof PSQLException told ? told.getServerErrorMessage() : null;
    Cause cause =
        // 57014: the server kept the deadline before we noticed.
        deadline.hasPassed() || state.equals("57014")
            ? Cause.LATE
            : lost ? Cause.LOST : server == null ? Cause.UNREADABLE : Cause.REFUSED;
    return new QueryFailed(cause, state, server == null ? 0 : server.getPosition());
  }

  @Override
  public void close() {
    try {
      if (statement != null) {
        statement.close();
      }
      if (link.isOpen()) {
        link.reset(deadline.within(Limits.LINK_CHECK));
      }
    } catch (SQLException failure) {
      link.broke();
    }
  }
}
