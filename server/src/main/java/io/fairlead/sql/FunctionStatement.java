package io.fairlead.sql;

import io.fairlead.model.ExternalFunction;
import java.util.List;
import java.util.Optional;

/// Statements about functions that services compute.
public sealed interface FunctionStatement extends Statement {
  /// @param returns in the engine's spelling
  /// @param url where the service answers
  /// @param connection whose credentials go with each call
  record CreateFunction(
      ObjectName name,
      boolean orReplace,
      List<ExternalFunction.Parameter> parameters,
      String returns,
      String url,
      StorageClause connection,
      String dialect)
      implements FunctionStatement {
    @Override
    public String toString() {
      return "CreateFunction[" + name + "]";
    }
  }

  /// @param schema empty for the session's own
  /// @param like only names that are like this pattern of SQL
  record ShowFunctions(Optional<String> schema, Optional<String> like)
      implements FunctionStatement {}

  record ShowCreateFunction(ObjectName name) implements FunctionStatement {}
}
