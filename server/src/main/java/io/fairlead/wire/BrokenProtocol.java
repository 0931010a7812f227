package io.fairlead.wire;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.io.IOException;

/// The client can no longer be understood, or must not go on: it is told why and cut off.
public final class BrokenProtocol extends IOException {
  private final transient Problem problem;

  public BrokenProtocol(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  public static BrokenProtocol of(String message) {
    return new BrokenProtocol(Problem.of(ProblemKind.PROTOCOL_VIOLATION, message));
  }

  public Problem problem() {
    return problem;
  }
}
