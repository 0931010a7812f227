package io.fairlead.wire.http;

/// A route that is there, asked with a method that it does not have.
final class MethodRefused extends RuntimeException {
  /// @param allowed the methods that it has, as the Allow header lists them
  MethodRefused(String allowed) {
    super(allowed, null, false, false);
  }
}
