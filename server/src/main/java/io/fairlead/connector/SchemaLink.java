package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.util.Optional;

/// A link to a registry of schemas.
public interface SchemaLink extends Link {
  /// The text of the schema of Avro that has this number; empty when there is none.
  Optional<String> schema(int number, Deadline deadline) throws StepFailed;
}
