package io.fairlead.catalog;

import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.model.ObjectId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Test results as notes of the store, with those that were read or written before in memory.
final class KeptTestResults {
  private static final String NOTE = "test of ";
  private final Store store;
  private final Map<ObjectId, Optional<TestResult>> known = new ConcurrentHashMap<>();

  KeptTestResults(Store store) {
    this.store = store;
  }

  Optional<TestResult> last(ObjectId connection) {
    Optional<TestResult> found = known.get(connection);
    if (found == null) {
      found = store.note(NOTE + connection).flatMap(TestResult::read);
      known.put(connection, found);
    }
    return found;
  }

  /// Called by whoever holds the catalog's pen.
  void keep(ObjectId connection, TestResult result) {
    known.put(connection, Optional.of(result));
    try {
      store.keepNote(NOTE + connection, result.write());
    } catch (StoreFull full) {
      // The next start shows the test before this one.
    }
  }
}
