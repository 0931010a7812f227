package io.fairlead.model;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a pipeline does with rows that its table does not take. Where nothing is said, the batch fails.
///
/// @param clauses in the order of their statement
public record PipelineErrors(Set<Clause> clauses) {
  public static final PipelineErrors STOP = new PipelineErrors(Set.of());

  /// What a statement may say.
  public enum Clause {
    /// All of the next three.
    SKIP_ALL("SKIP ALL ERRORS"),
    /// A row that cannot be read is left out, and kept with its reason.
    SKIP_UNREADABLE("SKIP PARSER ERRORS"),
    /// So is one that breaks a rule of the table: NOT NULL, CHECK, a foreign key.
    SKIP_CONSTRAINTS("SKIP CONSTRAINT ERRORS"),
    /// A row with the key of another one is left out.
    SKIP_DUPLICATES("SKIP DUPLICATE KEY ERRORS"),
    /// The same.
    IGNORE("IGNORE"),
    /// A row with the key of another one takes its place.
    REPLACE("REPLACE");

    private final String words;

    Clause(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public PipelineErrors {
    clauses = new TreeSet<>(clauses);
  }

  public static PipelineErrors of(Clause first, Clause... more) {
    return new PipelineErrors(EnumSet.of(first, more));
  }

  /// As a statement says it; empty for what needs no words.
  public String clause() {
    return clauses.stream().map(Clause::words).collect(Collectors.joining(" "));
  }

  public boolean skipsUnreadable() {
    return says(Clause.SKIP_UNREADABLE, Clause.SKIP_ALL);
  }

  public boolean skipsConstraints() {
    return says(Clause.SKIP_CONSTRAINTS, Clause.SKIP_ALL);
  }

  public boolean skipsDuplicates() {
    return says(Clause.IGNORE, Clause.SKIP_DUPLICATES, Clause.SKIP_ALL);
  }

  public boolean replaces() {
    return says(Clause.REPLACE);
  }

  private boolean says(Clause... any) {
    for (Clause clause : any) {
      if (clauses.contains(clause)) {
        return true;
      }
    }
    return false;
  }
}
