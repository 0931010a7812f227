package io.fairlead.sql;

import java.util.List;

/// Whose credentials open files, as a statement names it.
public sealed interface StorageClause {
  record Named(ObjectName connection) implements StorageClause {}

  /// Options typed in the place of a name; none at all is a place that is open to everybody.
  record Inline(List<OptionEdit.Set> options) implements StorageClause {
    public Inline {
      options = List.copyOf(options);
    }
  }
}
