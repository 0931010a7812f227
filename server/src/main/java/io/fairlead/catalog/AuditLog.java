package io.fairlead.catalog;

import java.util.Iterator;

/// What was done to the catalog, what was refused and what applications were told, for whoever shows it.
@FunctionalInterface
public interface AuditLog {
  /// Reads as it goes, a page at a time. Each of the three kinds of rows comes oldest first.
  ///
  /// @param upTo the last commit to tell of
  Iterator<AuditEvent> events(long upTo);
}
