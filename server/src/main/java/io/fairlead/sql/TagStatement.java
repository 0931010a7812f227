package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Statements about the marks of objects.
public sealed interface TagStatement extends Statement {
  /// @param allowedValues empty for any
  record CreateTag(
      String name, boolean ifNotExists, List<String> allowedValues, String comment)
      implements TagStatement {}

  /// `ALTER … SET TAG | UNSET TAG`.
  ///
  /// @param values by the name of the tag; empty where the object loses it. Never empty itself
  record AlterTags(
      Kind kind, ObjectName name, boolean ifExists, SortedMap<String, Optional<String>> values)
      implements TagStatement {}
}
