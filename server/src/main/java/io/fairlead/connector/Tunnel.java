package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.net.Socket;

/// An open way to hosts that only its far end can reach. In process: it never listens.
public interface Tunnel extends AutoCloseable {
  /// A connected socket to `endpoint` as seen from the far end.
  ///
  /// @throws StepFailed when the far end says why it cannot get there
  Socket dial(Endpoint endpoint, Deadline deadline) throws StepFailed, IOException;

  /// False once it is known that nothing gets through any more.
  default boolean isOpen() {
    return true;
  }

  @Override
  void close();
}
