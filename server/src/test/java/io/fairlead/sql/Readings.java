package io.fairlead.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.golden.Tree;

/// The outcome of reading a statement, for golden files: the tree and its printed form, or what is
/// wrong.
public final class Readings {
  private Readings() {}

  public static String outcome(Dialect dialect, String text) {
    return switch (dialect.read(text)) {
      case Reading.NotMine _ -> "not mine";
      case Reading.Wrong wrong -> Tree.of(wrong.problem());
      case Reading.Understood(Statement.Query(String query)) -> query;
      case Reading.Understood(Statement statement) ->
          Tree.of(statement) + "\n= " + printed(dialect, statement);
    };
  }

  /// The printed form of a statement, after checking that it reads as what it printed.
  public static String printed(Dialect dialect, Statement statement) {
    String printed = dialect.format(statement);
    if (dialect.read(printed) instanceof Reading.Understood(Statement again)) {
      assertEquals(printed, dialect.format(again));
      return printed;
    }
    throw new AssertionError("cannot be read: " + printed);
  }
}
