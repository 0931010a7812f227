package io.fairlead.pipeline;

import io.fairlead.avro.RowConverter;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineLoad;

/// Which rows a pipeline makes of records of Avro.
final class AvroRows {
  private AvroRows() {}

  static RowConverter of(PipelineLoad load) {
    return new RowConverter(
        load.fields().stream()
            .map(
                field ->
                    new RowConverter.Wanted(
                        field.name(), field.path(), field.initial().isPresent()))
            .toList());
  }

  /// @param where of the record
  static Problem malformed(String where, String reason) {
    return Problem.of(ProblemKind.DATA_ERROR, "\"" + where + "\": " + reason);
  }
}
