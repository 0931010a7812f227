package io.fairlead.pipeline;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;

/// Why work on a pipeline ended before its time.
final class Stopped {
  private Stopped() {}

  static Refusal refusal() {
    return Refusal.of(ProblemKind.STOPPING, "the work on the pipeline was interrupted");
  }
}
