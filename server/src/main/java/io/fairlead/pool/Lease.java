package io.fairlead.pool;

import io.fairlead.connector.Link;

/// The right to use a link until it is given back by closing the lease.
public interface Lease extends AutoCloseable {
  Link link();

  /// Breaks the link off at once, from any thread; the lease must still be closed.
  void abort();

  /// Gives the link back: to the next one, or away when it is broken or out of date.
  @Override
  void close();
}
