package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What an attempt to connect found out.
///
/// @param steps in the order in which they were tried; only the last one can have failed
/// @param learned options that the connection should keep from now on, such as the host key of a
///     bastion seen for the first time; empty when the probe failed
/// @param serverVersion what the peer says that it runs; empty when it does not say
public record Probe(
    List<Step> steps, SortedMap<String, OptionValue> learned, String serverVersion) {
  /// One thing that was tried.
  ///
  /// @param name `resolve`, `connect`, `TLS`, `sign in`, …, with the tunnel's name in front where
  ///     it happened inside one
  /// @param note what was found, such as the address or the server's version; empty when nothing
  /// @param failure null when it passed
  public record Step(
      String name, Duration took, String note, @Nullable String failure, @Nullable String hint) {}

  public boolean passed() {
    return failedStep().isEmpty();
  }

  public Optional<Step> failedStep() {
    return steps.stream().filter(step -> step.failure() != null).findFirst();
  }
}
