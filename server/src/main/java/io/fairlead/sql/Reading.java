package io.fairlead.sql;

import io.fairlead.base.Problem;

/// What a dialect makes of one statement's text.
public sealed interface Reading {
  record Understood(Statement statement) implements Reading {}

  /// The dialect knows the statement by its first words, but the rest is wrong.
  ///
  /// @param reach how far it got, in characters: the reading that got furthest is shown
  record Wrong(Problem problem, int reach) implements Reading {}

  /// Not a statement of this dialect.
  record NotMine() implements Reading {}
}
