package io.fairlead.connector;

/// A query on a connection's database failed. The database's own text does not come along: it may
/// quote what it has read, and what it signed in to others with.
public final class QueryFailed extends Exception {
  /// Why.
  public enum Cause {
    /// The database said no.
    REFUSED,
    /// The text is not one query that returns rows.
    UNFIT,
    /// The link broke.
    LOST,
    /// The deadline passed.
    LATE,
    /// A value, or a row, that this server does not take.
    UNREADABLE
  }

  private final Cause reason;
  private final String sqlState;
  private final int position;

  /// @param sqlState the database's, five characters; empty where it did not give one
  /// @param position the character of the query at which it is wrong, from 1; 0 when not known
  public QueryFailed(Cause reason, String sqlState, int position) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.sqlState = sqlState;
    this.position = position;
  }

  public Cause reason() {
    return reason;
  }

  public String sqlState() {
    return sqlState;
  }

  public int position() {
    return position;
  }
}
