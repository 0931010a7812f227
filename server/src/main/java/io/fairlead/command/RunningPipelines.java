package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The pipelines that run on a connection. A change of a link waits until they are stopped
/// (SingleStore's rule), unless the statement says that they follow; a change of a connection in the
/// other dialects is followed at the next request without a word.
final class RunningPipelines {
  private RunningPipelines() {}

  /// Pinned ones keep the version that they have, so they are not among them.
  static List<Pipeline> on(Image image, Connection connection) {
    List<Pipeline> found = new ArrayList<>();
    for (ObjectId id : new TreeSet<>(image.dependants(connection.id()))) {
      if (image.object(id).orElse(null) instanceof Pipeline pipeline
          && pipeline.isRunning()
          && pipeline.storage().connection().equals(connection.id())
          && pipeline.storage().pin().isEmpty()) {
        found.add(pipeline);
      }
    }
    return found;
  }

  /// For a decision: refuses with their names.
  static void mustBeNone(Image image, Connection connection) {
    List<String> names =
        on(image, connection).stream().map(pipeline -> pipeline.name().object()).toList();
    if (!names.isEmpty()) {
      throw Problem.of(
              ProblemKind.STILL_IN_USE,
              "link \"%s\" is used by %s: %s"
                  .formatted(
                      connection.name().object(),
                      names.size() == 1 ? "a running pipeline" : names.size() + " running pipelines",
                      String.join(", ", names)))
          .withHint(
              "STOP PIPELINE first, or let them follow at their next batch: WITH (PAUSE), or SET"
                  + " alter_running = 'follow' before.")
          .refusal();
    }
  }
}
