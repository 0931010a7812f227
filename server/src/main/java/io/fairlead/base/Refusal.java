package io.fairlead.base;

import java.util.List;

/// A statement, a sign-in or a start that was refused, with the reason to show.
/// It carries no stack trace: it is an answer, not a bug.
public final class Refusal extends RuntimeException {
  private final transient Problem problem;
  private final transient List<Problem> all;

  public Refusal(Problem problem) {
    this(problem, List.of(problem));
  }

  /// @param problem says what all of them are, for those who show one
  Refusal(Problem problem, List<Problem> all) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.all = List.copyOf(all);
  }

  /// Everything that is wrong, one by one.
  public List<Problem> all() {
    return all;
  }

  public static Refusal of(ProblemKind kind, String message) {
    return new Refusal(Problem.of(kind, message));
  }

  public Problem problem() {
    return problem;
  }
}
