package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.util.SortedMap;

/// A link to a service that computes: it answers what is posted to it.
public interface CallLink extends Link {
  /// Posts JSON to the one path that the link is for, with what proves who sends it. Once: what the
  /// service does at a second time is not known.
  ///
  /// @param headers further ones
  /// @param most bytes of the answer
  /// @return an answer of status 2xx
  /// @throws StepFailed for every other status; of [StepFailed#refusedCredential] when another
  ///     credential may pass
  HttpResponse post(
      SortedMap<String, String> headers, byte[] body, int most, Deadline deadline)
      throws StepFailed;
}
