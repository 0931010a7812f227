package io.fairlead.engine;

import io.fairlead.model.ObjectId;
import java.util.List;
import java.util.Optional;

/// What pipelines know and keep nowhere.
@FunctionalInterface
public interface PipelineStatus {
  PipelineStatus NONE = _ -> List.of();

  /// A file that waits to be loaded.
  record Pending(String name, long bytes) {}

  /// As of its last look.
  List<Pending> pending(ObjectId pipeline);

  /// Whether its last turn came to nothing since something was wrong.
  default boolean fails(ObjectId pipeline) {
    return false;
  }

  /// What is done with it now on somebody's demand.
  default Optional<String> doing(ObjectId pipeline) {
    return Optional.empty();
  }
}
