package io.fairlead.catalog;

import java.util.List;

/// Something that converges on the latest image: pools, the engine, pipelines, event feeds.
public interface Follower {
  String name();

  /// Converge on `after`. Called in commit order from one thread; must be quick; may be called again
  /// with the same images; may skip images, so what counts is the difference between the two.
  ///
  /// @param between the commits from `before` to `after`; empty at start-up, and when so many were
  ///     made at once that only the difference of the images tells
  void advance(Image before, Image after, List<Commit> between);
}
