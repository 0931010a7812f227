package io.fairlead.connector;

import io.fairlead.base.Deadline;

/// An open connection that has signed in and is ready for work. Used by one thread at a time but for
/// [#abort]. What can be done with it is the business of its own kind, such as [SqlLink].
public interface Link extends AutoCloseable {
  /// False once it is known to be broken. Asks nobody.
  boolean isOpen();

  /// Asks the peer whether it is still there.
  boolean isUsable(Deadline deadline);

  /// Breaks it off at once, from any thread: what runs on it ends with an error.
  void abort();

  /// Takes leave of the peer where there is somebody to say it to.
  @Override
  void close();
}
