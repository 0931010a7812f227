package io.fairlead.connector;

import io.fairlead.model.Connection;
import java.util.Optional;

/// How connections sign in where one is opened: the subject of an attempt, and what it goes through or
/// signs with.
public interface SignIns {
  /// Opens something with a connection's sign-in.
  @FunctionalInterface
  interface Opening<T> {
    /// May be called more than once, after a failure.
    ///
    /// @param as the connection as it signs in now or, after a refusal, as it did before
    /// @param within how the connections that this one uses sign in
    /// @throws StepFailed of [StepFailed#refusedCredential] for what may be tried otherwise
    T as(Connection as, SignIns within) throws StepFailed;
  }

  <T> T open(Connection connection, Opening<T> opening) throws StepFailed;

  /// As it signed in before, for peers that let everybody in and refuse later.
  ///
  /// @return empty when no overlap lasts, or the earlier sign-in is not to be tried now
  <T> Optional<T> before(Connection connection, Opening<T> opening) throws StepFailed;

  /// As they are now, and in no other way: for probes, which prove what there is.
  SignIns PRESENT =
      new SignIns() {
        @Override
        public <T> T open(Connection connection, Opening<T> opening) throws StepFailed {
          return opening.as(connection, this);
        }

        @Override
        public <T> Optional<T> before(Connection connection, Opening<T> opening) {
          return Optional.empty();
        }
      };
}
