package io.fairlead.sql.deltaforge;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.TokenReader;
import java.util.HashSet;
import java.util.Set;

/// The clauses that a statement has had: they come in any order, but each of them once.
final class Once {
  private final Set<String> seen = new HashSet<>();

  /// Takes `clause`, some keywords, when it comes next.
  boolean accept(TokenReader in, String clause) {
    String[] words = clause.split(" ");
    if (!in.at(words)) {
      return false;
    }
    if (!seen.add(clause)) {
      throw in.problem(ProblemKind.SYNTAX, clause + " specified more than once");
    }
    return in.accept(words);
  }
}
