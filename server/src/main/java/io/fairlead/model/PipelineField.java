package io.fairlead.model;

import java.util.List;
import java.util.Optional;

/// Where a column of a pipeline's table, or a variable, gets its values.
///
/// @param name of the column; of the variable with its `@`
/// @param path of keys in a JSON object or a Parquet row; empty for the next field of a CSV line
/// @param initial an expression for rows that have no value there
public record PipelineField(String name, List<String> path, Optional<String> initial) {
  /// The keys of a message that is one value, and of where it stood.
  public static final String MESSAGE = "message";

  public static final String OFFSET = "offset";
  public static final String PARTITION = "partition";

  public PipelineField {
    path = List.copyOf(path);
  }

  public boolean isVariable() {
    return name.startsWith("@");
  }

  /// `SET column = expression`.
  ///
  /// @param expression for the engine
  public record Assignment(String column, String expression) {}
}
