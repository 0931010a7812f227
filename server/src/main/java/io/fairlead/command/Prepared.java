package io.fairlead.command;

import io.fairlead.catalog.Step;
import io.fairlead.sql.Reply;

/// What is left of a statement after its preparing half.
public sealed interface Prepared {
  /// Nothing to change: the answer is known.
  record Answer(Reply reply) implements Prepared {}

  /// A step for the catalog's writer.
  record Change(Step<Reply> step) implements Prepared {}

  static Prepared done(String tag) {
    return new Answer(Reply.done(tag));
  }
}
