package io.fairlead.external;

import java.util.Objects;

/// What came back is not what a service may answer. The text holds nothing of it.
final class NoAnswer extends Exception {
  NoAnswer(String why) {
    super(why, null, false, false);
  }

  String why() {
    return Objects.requireNonNull(getMessage());
  }
}
