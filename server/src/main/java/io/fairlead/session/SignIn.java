package io.fairlead.session;

import io.fairlead.secret.ScramVerifier;
import java.util.Map;

/// How a protocol turns a client that has proved its role into a [Session].
public interface SignIn {
  /// A number for a client that has just come; no other of this server's life has it.
  int number();

  /// The SCRAM verifier to check a client against. Also given for a role that is unknown, may not
  /// sign in or has no password: a stable false one, so that all these look the same.
  Verifier verifier(String role);

  /// Opens a session for a role whose client has passed [#verifier].
  ///
  /// @throws io.fairlead.base.Refusal when the role may not sign in, there is no such database or
  ///     too many sessions are open
  Session open(Opening opening);

  /// What a client asks for.
  ///
  /// @param database as the client calls it; empty for none
  /// @param settings from the start of the conversation, such as `application_name`
  record Opening(String role, String database, Map<String, String> settings, Client client) {}

  /// Who asks.
  ///
  /// @param protocol `postgres`, `mysql` or `http`
  /// @param number from [#number]
  /// @param address where the client is, for lists of sessions
  /// @param cut ends the client's connection, from any thread, whatever it does
  record Client(String protocol, int number, String address, Runnable cut) {}

  /// The parts of a SCRAM-SHA-256 verifier.
  ///
  /// @param genuine false: no password matches, whatever the proof
  record Verifier(
      int iterations, byte[] salt, byte[] storedKey, byte[] serverKey, boolean genuine) {
    /// Whether this is the password, for protocols whose clients send it. Costs the same for all.
    public boolean matches(String password) {
      return new ScramVerifier(iterations, salt, storedKey, serverKey).matches(password) && genuine;
    }
  }
}
