package io.fairlead.model;

/// What a pipeline does with rows that its table does not take.
public enum PipelineErrors {
  /// The batch fails.
  STOP(""),
  /// A row with the key of another one takes its place.
  REPLACE("REPLACE"),
  /// A row with the key of another one is left out.
  IGNORE("IGNORE"),
  SKIP_DUPLICATES("SKIP DUPLICATE KEY ERRORS"),
  /// A row that cannot be read is left out, and kept with its reason.
  SKIP_UNREADABLE("SKIP PARSER ERRORS"),
  /// Both.
  SKIP_ALL("SKIP ALL ERRORS");

  private final String clause;

  PipelineErrors(String clause) {
    this.clause = clause;
  }

  /// As a statement says it; empty for what needs no words.
  public String clause() {
    return clause;
  }

  public boolean skipsUnreadable() {
    return this == SKIP_UNREADABLE || this == SKIP_ALL;
  }

  public boolean skipsDuplicates() {
    return this == IGNORE || this == SKIP_DUPLICATES || this == SKIP_ALL;
  }
}
