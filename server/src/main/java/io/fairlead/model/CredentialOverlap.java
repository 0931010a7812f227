package io.fairlead.model;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// How a connection signed in before, which serves for a while yet where it is refused as it signs in
/// now. All of it together is the earlier sign-in: an earlier password goes with the earlier user.
///
/// @param before the options of signing in that were otherwise, each secret with the version of then
/// @param added the options of signing in that were not there
/// @param until when it is over
/// @param proofs after so many sign-ins as it is now it is over too
public record CredentialOverlap(
    Options before, Set<String> added, Instant until, int proofs) {
  public CredentialOverlap {
    added = Set.copyOf(added);
  }

  /// The same options with other values.
  public CredentialOverlap(Options before, Instant until, int proofs) {
    this(before, Set.of(), until, proofs);
  }

  /// The options that are not as they were.
  public Set<String> changed() {
    Set<String> keys = new TreeSet<>(before.values().keySet());
    keys.addAll(added);
    return keys;
  }

  /// The options as they were: without what was added, with what was there.
  public Options undone(Options present) {
    Options options = present;
    for (String key : added) {
      options = options.without(key);
    }
    for (var earlier : before.values().entrySet()) {
      options = options.with(earlier.getKey(), earlier.getValue());
    }
    return options;
  }
}
