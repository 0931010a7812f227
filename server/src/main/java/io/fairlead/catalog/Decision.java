package io.fairlead.catalog;

import java.util.List;

/// What a step makes of an image: the changes to commit (none: nothing is written) and the answer.
public record Decision<R>(List<Change> changes, R answer) {
  public Decision {
    changes = List.copyOf(changes);
  }

  public static <R> Decision<R> nothing(R answer) {
    return new Decision<>(List.of(), answer);
  }
}
