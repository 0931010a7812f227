package io.fairlead.engine;

import io.fairlead.base.Deadline;

/// Queries on the databases of connections, for whoever may use the connection.
@FunctionalInterface
public interface RemoteQueries {
  /// Authorises, and lets the connection's database understand a query without running it. May wait
  /// for the network; an interrupt ends it.
  ///
  /// @param view whose objects and rights count
  /// @param connection its name, as in SQL
  /// @throws io.fairlead.base.Refusal when there is no such connection, the role may not use it, or
  ///     its database refuses
  RemoteQuery open(View view, String connection, String query, Deadline deadline);
}
