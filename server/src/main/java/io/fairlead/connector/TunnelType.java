package io.fairlead.connector;

/// A type of connection through which other connections can go.
public interface TunnelType<C extends Record> extends ConnectorType<C> {
  /// Opens the tunnel. The steps and the deadline are the attempt's; its subject is the tunnel's
  /// own connection.
  Tunnel open(C config, Attempt attempt) throws StepFailed;
}
