package io.fairlead.connector;

import java.io.IOException;
import java.net.Socket;

/// An open way to hosts that only its far end can reach. In process: it never listens.
public interface Tunnel extends AutoCloseable {
  /// A connected socket to `endpoint` as seen from the far end.
  Socket dial(Endpoint endpoint) throws IOException;

  @Override
  void close();
}
