package io.fairlead.connector;

import io.fairlead.model.Connection;
import java.io.IOException;
import java.util.Optional;

/// A place for objects of one type, with a service that checks who asks.
public interface StorageKind extends AutoCloseable {
  /// Knows the type and what it needs.
  Workbench workbench();

  /// A connection that may do everything.
  Connection right();

  /// The same with a key that is wrong; empty where there is none.
  Optional<Connection> wrong();

  /// The same at another port of this machine, where somebody else answers; empty for a type
  /// without a network.
  Optional<Connection> at(int port);

  /// A peer that the type would talk to: over TLS where it insists on that.
  default HttpPeer peer(HttpPeer.Behaviour behaviour) throws IOException {
    return HttpPeer.start(behaviour);
  }

  @Override
  void close() throws IOException;
}
