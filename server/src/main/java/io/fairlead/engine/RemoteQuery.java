package io.fairlead.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One query on the database of a connection. Each method but [#cancel] may wait for the network, is
/// called by one thread at a time, and reports failures as [io.fairlead.base.Refusal].
public interface RemoteQuery extends AutoCloseable {
  /// Never empty.
  List<RemoteColumn> columns();

  /// Starts it. Once.
  void start();

  /// The next rows, at most `most`; none when there are no more.
  List<@Nullable Object[]> fetch(int most);

  /// Breaks it off, from any thread; does not wait.
  void cancel();

  @Override
  void close();
}
