package io.fairlead.connector.postgres;

import io.fairlead.base.Deadline;
import io.fairlead.connector.Line;
import io.fairlead.connector.QueryFailed;
import io.fairlead.connector.SqlLink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A signed-in session of PostgreSQL. Each query has a transaction of its own that only reads, and the
/// session is as new after it.
///
/// Reading only is a guard against mistakes, not a wall: what the role of the connection may do is
/// decided by the database that knows it.
final class PostgresLink implements SqlLink {
  /// Lets the server end a query whose client is gone, where it can (PostgreSQL 14, not on every
  /// system).
  private static final String NOTICE_ABSENCE =
      "SELECT set_config(name, '1000', false) FROM pg_catalog.pg_settings"
          + " WHERE name = 'client_connection_check_interval'";

  private final Connection connection;
  private final boolean noticesAbsence;
  private final Line line;
  private volatile boolean broken;

  PostgresLink(Connection connection, boolean noticesAbsence, Line line) {
    this.connection = connection;
    this.noticesAbsence = noticesAbsence;
    this.line = line;
  }

  /// Whether the server looks now and then if the client is still there, once it is told to.
  static boolean noticesAbsence(Connection connection) {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(NOTICE_ABSENCE)) {
      return row.next();
    } catch (SQLException cannot) {
      return false;
    }
  }

  @Override
  public boolean isOpen() {
    return !broken && line.isOpen();
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    if (!isOpen()) {
      return false;
    }
    line.bound(deadline);
    try {
      return connection.isValid(Math.max(1, deadline.leftMillis() / 1000));
    } catch (SQLException never) {
      return false;
    }
  }

  @Override
  public Query prepare(String text, Deadline deadline) throws QueryFailed {
    line.bound(deadline);
    PostgresQuery query = new PostgresQuery(this, deadline);
    boolean done = false;
    try {
      query.prepare(text);
      done = true;
      return query;
    } finally {
      if (!done) {
        query.close();
      }
    }
  }

  Connection connection() {
    return connection;
  }

  /// What a transaction sets for itself: settings of the session do not outlive [#reset].
  String settings(Deadline deadline) {
    String timeout = "set_config('statement_timeout', '" + deadline.leftMillis() + "', true)";
    return noticesAbsence
        ? "SELECT " + timeout + ", set_config('client_connection_check_interval', '1000', true)"
        : "SELECT " + timeout;
  }

  /// Makes the session as new: nobody's settings, temporary tables or locks meet the next query.
  void reset(Deadline deadline) throws SQLException {
    line.bound(deadline);
    connection.rollback();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("DISCARD ALL");
    }
  }

  void broke() {
    broken = true;
  }

  @Override
  public void abort() {
    broken = true;
    line.close();
  }

  @Override
  public void close() {
    if (isOpen()) {
      try {
        // One message, and no answer to wait for.
        connection.close();
      } catch (SQLException given) {
        // It is gone either way.
      }
    }
    abort();
  }
}
