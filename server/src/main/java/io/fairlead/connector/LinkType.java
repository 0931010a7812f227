package io.fairlead.connector;

/// A type of connection that can carry work beyond a probe.
public interface LinkType<C extends Record> extends ConnectorType<C> {
  /// Opens a link through `attempt` alone and takes over what was dialled with [Attempt#keep].
  ///
  /// @throws StepFailed at the first step that failed
  Link open(C config, Attempt attempt) throws StepFailed;
}
