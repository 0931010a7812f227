package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A link to a place for objects: one connection to its service. Names are those below the place, and
/// never begin with a slash.
///
/// Every method ends at its deadline and fails with [StepFailed], whose cause is for people: when the
/// peer refuses who signs, [StepFailed#isCredentialRefused]; when it gave no answer,
/// [StepFailed#isWithoutAnswer]. After a failure in the middle of an answer the link is not open.
public interface ObjectLink extends Link {
  /// @param etag changes whenever the content does; empty where the service tells none
  record Entry(String name, long bytes, String etag, Instant changed) {}

  /// @param next where the list goes on; empty at its end
  record Page(List<Entry> entries, Optional<String> next) {}

  /// Thrown when an object is not there, or is not the one of this etag any more.
  final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    public Gone(String message) {
      super(message, null, false, false);
    }
  }

  /// The objects whose names begin with `prefix`, by name as the service sorts them.
  ///
  /// @param after [Page#next] of the page before
  /// @param most of one page; the service may give fewer
  Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed;

  /// Empty when there is none of this name.
  Optional<Entry> find(String name, Deadline deadline) throws StepFailed;

  /// Copies `count` bytes from `offset` on.
  ///
  /// @param etag the object must still have it; empty for whichever there is
  /// @throws IOException of `to` alone
  void read(String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException;

  /// Makes or replaces an object, all of it or nothing: nobody sees a part.
  ///
  /// @param from gives `bytes` bytes
  /// @throws IOException of `from` alone
  Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException;

  /// Quietly when it is not there.
  void delete(String name, Deadline deadline) throws StepFailed;
}
