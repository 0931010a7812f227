package io.fairlead.model;

import java.util.List;
import java.util.Optional;

/// How a pipeline's input becomes rows of its table.
///
/// @param fields empty: all columns of the table in their order, or by their names
/// @param assignments values of further columns
/// @param condition an expression for the engine that rows must meet
/// @param updates of the row that has the key of a new one already; empty where it is not updated. In
///     the expressions, `excluded` is the new row
/// @param registry a connection to the registry that has the schemas of the messages
public record PipelineLoad(
    Name table,
    FileFormat format,
    List<PipelineField> fields,
    List<PipelineField.Assignment> assignments,
    Optional<String> condition,
    PipelineErrors errors,
    List<PipelineField.Assignment> updates,
    Optional<ObjectId> registry) {
  public PipelineLoad {
    fields = List.copyOf(fields);
    assignments = List.copyOf(assignments);
    updates = List.copyOf(updates);
  }

  public PipelineLoad withFormat(FileFormat newFormat) {
    return new PipelineLoad(table, newFormat, fields, assignments, condition, errors, updates, registry);
  }
}
