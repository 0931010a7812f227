package io.fairlead.session;

import java.util.Map;

/// How a protocol turns a client that has proved its role into a [Session].
public interface SignIn {
  /// The SCRAM verifier to check a client against. Also given for a role that is unknown, may not
  /// sign in or has no password: a stable false one, so that all these look the same.
  Verifier verifier(String role);

  /// Opens a session for a role whose client has passed [#verifier].
  ///
  /// @param database what the client asked for; there is one database, [io.fairlead.model.Name]
  /// @param settings from the start-up message, such as `application_name`
  /// @param protocol `postgres` or `mysql`, for the order in which dialects are asked
  /// @throws io.fairlead.base.Refusal when the role may not sign in, the database is another one or
  ///     too many sessions are open
  Session open(String role, String database, Map<String, String> settings, String protocol);

  /// The parts of a SCRAM-SHA-256 verifier.
  ///
  /// @param genuine false: no password matches, whatever the proof
  record Verifier(
      int iterations, byte[] salt, byte[] storedKey, byte[] serverKey, boolean genuine) {}
}
