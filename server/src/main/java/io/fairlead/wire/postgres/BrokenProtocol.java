package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.io.IOException;

/// The client can no longer be understood, or must not go on: it is told why and cut off.
final class BrokenProtocol extends IOException {
  private final transient Problem problem;

  BrokenProtocol(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  static BrokenProtocol of(String message) {
    return new BrokenProtocol(Problem.of(ProblemKind.PROTOCOL_VIOLATION, message));
  }

  Problem problem() {
    return problem;
  }
}
