package io.fairlead.connector;

import java.io.IOException;

/// A peer sent more bytes than one attempt may take.
final class SentTooMuch extends IOException {
  SentTooMuch() {
    super("the peer sent too much");
  }

  /// TLS wraps what its socket throws.
  static boolean isIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SentTooMuch) {
        return true;
      }
    }
    return false;
  }
}
