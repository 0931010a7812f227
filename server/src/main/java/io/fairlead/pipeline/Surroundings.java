package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.engine.Batches;
import io.fairlead.engine.View;
import io.fairlead.model.Pipeline;
import java.time.Duration;
import java.time.InstantSource;

/// What a runner asks of those around it.
interface Surroundings {
  /// The runner's next turn; an earlier one that has not begun is forgotten.
  void later(Runner runner, Duration after);

  Batches batches();

  Input input(Pipeline pipeline);

  View view(Pipeline pipeline);

  Deadline deadline();

  InstantSource clock();

  /// The pipeline stops by itself, for everybody to see.
  void halt(Pipeline pipeline, Problem why);
}
