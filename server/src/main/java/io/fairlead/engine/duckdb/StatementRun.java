package io.fairlead.engine.duckdb;

import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.sql.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a session, in its scope: what it takes and gives, or its start.
record StatementRun(
    DuckDbSession session, LocalStatement statement, Spelling written, Scope scope) {
  EngineSession.Shape shape(List<ColumnType> parameters) throws SQLException {
    Connection connection = session.connection();
    try {
      Spelling spelling = begin(connection);
      return StatementTypes.shape(
          connection,
          statement,
          spelling,
          StatementTypes.named(statement, parameters),
          scope);
    } finally {
      session.end(scope);
      end(connection);
    }
  }

  /// Asks what the role may do, and makes what the statement works on.
  private Spelling begin(Connection connection) throws SQLException {
    new TableRights(connection, scope).check(statement);
    Insertion.begin(statement, connection, scope);
    Staging.begin(statement, session.files(scope));
    return ViewNames.spelled(connection, statement, written, scope);
  }

  private void end(Connection connection) {
    Insertion.end(statement, connection);
    Staging.end(statement, connection);
  }

  /// The scope lives on with the cursor.
  DuckDbCursor start(List<ColumnType> parameters, List<@Nullable Object> values)
      throws SQLException {
    List<ColumnType> types = StatementTypes.named(statement, parameters);
    Connection connection = session.connection();
    PreparedStatement prepared = null;
    boolean started = false;
    try {
      Spelling spelling = begin(connection);
      List<String> casts = ParameterCasts.ofArrays(types);
      prepared = Fetching.ready(connection, statement, spelling, casts, values, scope);
      boolean rows;
      try {
        rows = execute(connection, prepared);
      } catch (SQLException failure) {
        if (session.transaction() != null
            || session.isCancelled()
            || !Fetching.isDamage(failure, scope)) {
          throw failure;
        }
        Fetching.bringAll(scope);
        prepared = Fetching.prepare(connection, statement, spelling, casts, scope);
        Fetching.setAll(prepared, statement, values);
        rows = execute(connection, prepared);
      }
      Insertion.finish(statement, connection, scope, session.transaction());
      scope.remote().close();
      DuckDbCursor made =
          rows
              ? new DuckDbCursor(session, statement, spelling, prepared, scope)
              : DuckDbCursor.ofCount(session, statement, spelling, prepared, scope);
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
        session.end(scope);
        Fetching.close(prepared);
      }
      end(connection);
    }
  }

  private boolean execute(Connection connection, PreparedStatement prepared)
      throws SQLException {
    session.runs(prepared);
    boolean inTransaction = session.transaction() != null;
    return LoadHistory.run(statement, connection, scope, inTransaction, prepared::execute);
  }
}
