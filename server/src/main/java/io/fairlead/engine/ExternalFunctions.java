package io.fairlead.engine;

import io.fairlead.base.Deadline;
import io.fairlead.model.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions that services compute, for whoever may call them.
@FunctionalInterface
public interface ExternalFunctions {
  /// Authorises, and asks nobody yet.
  ///
  /// @param view whose objects and rights count
  /// @param signature what the function must take and give
  /// @throws io.fairlead.base.Refusal when there is no such function, it has another signature by now,
  ///     or the role may not call it
  Calls open(View view, ObjectId function, String signature);

  /// One call in the text of a statement. Safe for many threads.
  interface Calls {
    /// The results of some rows, in their order, each as the engine writes it. Waits for the network;
    /// an interrupt ends it.
    ///
    /// @param rows the arguments of each, as the engine writes them
    /// @throws io.fairlead.base.Refusal when the service is not reached, refuses, or answers what is no
    ///     answer
    List<@Nullable String> call(List<@Nullable String[]> rows, Deadline deadline);
  }
}
