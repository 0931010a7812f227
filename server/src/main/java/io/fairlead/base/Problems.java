package io.fairlead.base;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Collects everything that is wrong with one statement, so that a user sees it all at once.
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public void add(ProblemKind kind, String message) {
    found.add(Problem.of(kind, message));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<Problem> all() {
    return List.copyOf(found);
  }

  /// As [#throwIfAny()] does, when one of the problems is of this kind.
  public void throwIfAny(ProblemKind kind) {
    if (found.stream().anyMatch(problem -> problem.kind() == kind)) {
      throwIfAny();
    }
  }

  /// Throws the first problem, with the others named in its detail; does nothing when there is none.
  public void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    Problem first = found.getFirst();
    if (found.size() == 1) {
      throw first.refusal();
    }
    String others =
        found.stream().skip(1).map(Problem::message).collect(Collectors.joining("; ", "Also: ", "."));
    throw new Refusal(
        first.withDetail(first.detail() == null ? others : first.detail() + " " + others), found);
  }
}
