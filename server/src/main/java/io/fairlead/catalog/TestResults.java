package io.fairlead.catalog;

import io.fairlead.model.ObjectId;
import java.util.Optional;

/// The last test of each connection, kept beside the catalog.
public interface TestResults {
  Optional<TestResult> last(ObjectId connection);

  /// Keeps a result in the place of the one before. Never fails: a status that could not be kept is
  /// only lost at the next start.
  void tested(ObjectId connection, TestResult result);
}
