package io.fairlead.server;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.command.Actor;
import io.fairlead.command.UsableConnection;
import io.fairlead.connector.QueryFailed;
import io.fairlead.connector.SqlColumn;
import io.fairlead.connector.SqlLink;
import io.fairlead.engine.RemoteColumn;
import io.fairlead.engine.RemoteQueries;
import io.fairlead.engine.RemoteQuery;
import io.fairlead.engine.View;
import io.fairlead.model.Connection;
import io.fairlead.model.Role;
import io.fairlead.pool.Lease;
import io.fairlead.pool.Pool;
import io.fairlead.sql.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the engine's queries on connections meet rights and links.
record RemoteSql(Pool pool) implements RemoteQueries {
  @Override
  public RemoteQuery open(View view, String written, String text, Deadline deadline) {
    String role = view.image().role(view.role()).map(Role::name).map(n -> n.object()).orElse("");
    Connection connection =
        UsableConnection.find(view.image(), new Actor(view.role(), role, view.schema()), written);
    String name = connection.name().object();
    Lease lease = pool.lease(connection.id(), deadline);
    boolean done = false;
    try {
      if (!(lease.link() instanceof SqlLink link)) {
        throw Refusal.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "connection \"" + name + "\" leads to nothing that answers queries");
      }
      Running query = new Running(name, lease, link.prepare(text, deadline));
      done = true;
      return query;
    } catch (QueryFailed failure) {
      throw refusal(name, failure);
    } finally {
      if (!done) {
        lease.close();
      }
    }
  }

  /// A query and the lease under it.
  private record Running(String name, Lease lease, SqlLink.Query query) implements RemoteQuery {
    @Override
    public List<RemoteColumn> columns() {
      return query.columns().stream().map(Running::column).toList();
    }

    private static RemoteColumn column(SqlColumn column) {
      ColumnType type =
          switch (column.kind()) {
            case BOOL -> ColumnType.BOOL;
            case INT2 -> ColumnType.INT2;
            case INT4 -> ColumnType.INT4;
            case INT8 -> ColumnType.INT8;
            case FLOAT4 -> ColumnType.FLOAT4;
            case FLOAT8 -> ColumnType.FLOAT8;
            case DECIMAL -> ColumnType.NUMERIC;
            case DATE -> ColumnType.DATE;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case TIMESTAMPTZ -> ColumnType.TIMESTAMPTZ;
            case TEXT -> ColumnType.TEXT;
          };
      return new RemoteColumn(column.name(), type, column.precision(), column.scale());
    }

    @Override
    public void start() {
      try {
        query.start();
      } catch (QueryFailed failure) {
        throw refusal(name, failure);
      }
    }

    @Override
    public List<@Nullable Object[]> fetch(int most) {
      try {
        return query.next(most);
      } catch (QueryFailed failure) {
        throw refusal(name, failure);
      }
    }

    @Override
    public void cancel() {
      lease.abort();
    }

    @Override
    public void close() {
      query.close();
      lease.close();
    }
  }

  private static Refusal refusal(String name, QueryFailed failure) {
    String connection = "connection \"" + name + "\"";
    Problem problem =
        switch (failure.reason()) {
          case REFUSED ->
              Problem.of(
                      ProblemKind.REMOTE_REFUSED,
                      "the database of "
                          + connection
                          + " refused the query with SQLSTATE "
                          + failure.sqlState())
                  .withDetail(
                      failure.position() > 0
                          ? "It points at character " + failure.position() + " of the query."
                          : null)
                  .withHint(
                      "Its own words are not passed on, since they may hold what nobody here should"
                          + " read. They are in its log.");
          case UNFIT ->
              Problem.of(
                      ProblemKind.NOT_SUPPORTED,
                      "the text for " + connection + " is not one query that returns rows")
                  .withHint("Write one SELECT.");
          case LOST ->
              Problem.of(ProblemKind.LINK_LOST, "the link of " + connection + " broke")
                  .withHint("The next query opens a new one.");
          case LATE ->
              Problem.of(
                  ProblemKind.TIMED_OUT,
                  "the query on " + connection + " took too long, or was cancelled there");
          case UNREADABLE ->
              Problem.of(
                      ProblemKind.DATA_ERROR, "a row from " + connection + " could not be read")
                  .withHint("Cast what is unusual, or very large, to text in the query.");
        };
    return problem.refusal();
  }
}
