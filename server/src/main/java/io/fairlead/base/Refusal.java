package io.fairlead.base;

/// A statement, a sign-in or a start that was refused, with the reason to show.
/// It carries no stack trace: it is an answer, not a bug.
public final class Refusal extends RuntimeException {
  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  public static Refusal of(ProblemKind kind, String message) {
    return new Refusal(Problem.of(kind, message));
  }

  public Problem problem() {
    return problem;
  }
}
