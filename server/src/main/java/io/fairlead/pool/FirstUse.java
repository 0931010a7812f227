package io.fairlead.pool;

import io.fairlead.connector.Link;
import io.fairlead.connector.StepFailed;

/// What is done first with a new link, where a peer tells only then whether it accepts who signs in: a
/// part of the sign-in, so that a refused credential falls back and is not tried again at once.
@FunctionalInterface
public interface FirstUse {
  /// Nothing: opening a link has proved the sign-in.
  FirstUse NONE = _ -> {};

  void on(Link link) throws StepFailed;
}
