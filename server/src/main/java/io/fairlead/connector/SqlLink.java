package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A link to a database that answers queries.
public interface SqlLink extends Link {
  /// Lets the database understand one query that only reads, without running it.
  ///
  /// @param deadline of the query and all its rows
  /// @throws QueryFailed when it is not one query, or the database refuses it
  Query prepare(String text, Deadline deadline) throws QueryFailed;

  /// A query and its rows. The link serves nothing else until it is closed.
  interface Query extends AutoCloseable {
    /// Never empty.
    List<SqlColumn> columns();

    /// Starts it. Once.
    void start() throws QueryFailed;

    /// The next rows, at most `most`; none when there are no more. Values are those of
    /// [SqlColumn.Kind].
    List<@Nullable Object[]> next(int most) throws QueryFailed;

    /// Ends the query and takes back what it did to its session. A link that cannot do that is not
    /// open any more.
    @Override
    void close();
  }
}
