package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a statement's parameters.
///
/// @param types that the client named; may be shorter
record Parameters(List<ColumnType> types, List<@Nullable Object> values) {
  static final Parameters NONE = new Parameters(List.of(), List.of());

  Parameters {
    types = List.copyOf(types);
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /// As many as a statement has.
  List<@Nullable Object> valuesOf(LocalStatement statement) {
    if (values.size() < statement.parameters()) {
      throw Refusal.of(
          ProblemKind.PROTOCOL_VIOLATION,
          "the statement needs " + statement.parameters() + " parameters, not " + values.size());
    }
    return values;
  }
}
