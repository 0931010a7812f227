package io.fairlead.sql;

import java.util.List;
import java.util.Optional;

/// Whose credentials open files, as a statement names it.
public sealed interface StorageClause {
  record Named(ObjectName connection) implements StorageClause {}

  /// Options typed in the place of a name; none at all is a place that is open to everybody.
  record Inline(List<OptionEdit.Set> options) implements StorageClause {
    public Inline {
      options = List.copyOf(options);
    }
  }

  /// The same in the words of a link: the keys of its CONFIG and of its CREDENTIALS. Which options
  /// they mean is known with the type of the connection.
  record AsLink(Optional<LinkClause.Whole> config, Optional<LinkClause.Whole> credentials)
      implements StorageClause {}
}
