package io.fairlead.catalog;

import io.fairlead.model.Touch;

/// The pure half of a statement: from the latest image to a decision. No clock, no network, no
/// randomness; ids and material were prepared before. It looks again at what the preparing half
/// saw, and refuses with kind `CONFLICT` when that is no longer true.
@FunctionalInterface
public interface Step<R> {
  /// @throws io.fairlead.base.Refusal when the statement cannot be carried out on this image
  Decision<R> decide(Image image, Touch now);
}
