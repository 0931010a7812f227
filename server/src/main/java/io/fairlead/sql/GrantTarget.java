package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;

/// The objects whose grants a statement changes, all of one kind.
public sealed interface GrantTarget {
  Kind kind();

  record Named(Kind kind, List<ObjectName> names) implements GrantTarget {}

  /// The same in the words of a dialect that has more of them for the catalog's kinds.
  record Listed(Listing of, List<ObjectName> names) implements GrantTarget {
    @Override
    public Kind kind() {
      return of.kind();
    }
  }

  /// All that are there now.
  ///
  /// @param schemas empty for every schema
  record All(Kind kind, List<String> schemas) implements GrantTarget {}
}
