package io.fairlead.catalog;

import java.util.List;

/// What a step makes of an image: the changes to commit (none: nothing is written) and the answer.
///
/// @param parts the statement of each change where one step stands for several; otherwise empty
public record Decision<R>(List<Change> changes, R answer, List<String> parts) {
  public Decision {
    changes = List.copyOf(changes);
    parts = List.copyOf(parts);
  }

  public Decision(List<Change> changes, R answer) {
    this(changes, answer, List.of());
  }

  public static <R> Decision<R> nothing(R answer) {
    return new Decision<>(List.of(), answer);
  }
}
