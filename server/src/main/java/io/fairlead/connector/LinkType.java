package io.fairlead.connector;

import io.fairlead.base.Limits;

/// A type of connection that can carry work beyond a probe.
public interface LinkType<C extends Record> extends ConnectorType<C> {
  /// Opens a link through `attempt` alone and takes over what was dialled with [Attempt#keep].
  ///
  /// @throws StepFailed at the first step that failed
  Link open(C config, Attempt attempt) throws StepFailed;

  /// How many links a connection may have, all of its places together.
  default int mostLinks() {
    return Limits.LINKS_PER_CONNECTION;
  }
}
