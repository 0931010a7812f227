package io.fairlead.connector.mysql;

import io.fairlead.base.Deadline;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.Optional;

/// Why a sign-in failed, from error numbers and exception types alone: the texts are the server's,
/// and may hold anything.
final class SignInFailures {
  /// The number of what the driver found by itself.
  private static final int DRIVERS_OWN = -1;

  private SignInFailures() {}

  static StepFailed cause(SQLException failure, MysqlConfig config, Deadline deadline) {
    if (deadline.hasPassed()) {
      return late();
    }
    Optional<StepFailed> tls = config.tls().flatMap(_ -> Tls.cause(failure));
    if (tls.isPresent()) {
      return tls.get().at("TLS");
    }
    String user = config.login().shown("user");
    return switch (failure.getErrorCode()) {
      case 1045, 1698 ->
          new StepFailed(
                  "access denied for " + user,
                  "Check USER and PASSWORD; the secret may be out of date, or the account may not"
                      + " be for this host.")
              .refusedCredential();
      case 1044 -> new StepFailed(user + " may not use " + database(config));
      case 1049 -> new StepFailed(database(config) + " does not exist");
      case 1130 ->
          new StepFailed(
              "the server refuses connections from here", "It has no account for this host.");
      case 1129 ->
          new StepFailed(
              "the server has blocked this host after too many failed connections",
              "FLUSH HOSTS at the server lifts it.");
      case 1040, 1203, 1226 -> new StepFailed("the server has too many connections");
      case 1053 -> new StepFailed("the server is shutting down");
      case 1820, 1862 ->
          new StepFailed("the password of " + user + " has expired").refusedCredential();
      case 3118, 4151 ->
          new StepFailed("the account of " + user + " is locked").refusedCredential();
      case 3159 -> new StepFailed("the server takes " + user + " over TLS only", "Set SSL MODE.");
      case 1251, 1275, 2059 -> notPossibleHere(config);
      case 0, DRIVERS_OWN -> withoutNumber(failure, config);
      default ->
          new StepFailed("the server refused the sign-in with error " + failure.getErrorCode());
    };
  }

  private static StepFailed late() {
    return new StepFailed("no answer in time", "Check the host, the port and firewalls.");
  }

  private static String database(MysqlConfig config) {
    return config.database().map(name -> "database \"" + name + "\"").orElse("the database");
  }

  private static StepFailed withoutNumber(SQLException failure, MysqlConfig config) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedIOException) {
        // A socket's timeout has milliseconds, so it may be over a moment before the deadline.
        return late();
      }
      if (cause instanceof IOException) {
        return new StepFailed("the server closed or broke the connection during the sign-in");
      }
    }
    // The driver's own code for a password that it would have to send readable.
    return "S1009".equals(failure.getSQLState()) ? notPossibleHere(config) : notMysql();
  }

  private static StepFailed notPossibleHere(MysqlConfig config) {
    return new StepFailed(
        "the server asks for a way to sign in that is not possible here",
        config.tls().isEmpty()
            ? "It may want the password over TLS: set SSL MODE."
            : "A password in clear text is only sent after SSL MODE VERIFY_CA or"
                + " VERIFY_IDENTITY.");
  }

  /// Whether the driver gave up because of what the server said in the protocol, and not for a
  /// number that the server gave or a connection that broke.
  static boolean isProtocol(SQLException failure) {
    return failure.getErrorCode() == DRIVERS_OWN && failure.getCause() == null;
  }

  static StepFailed notMysql() {
    return new StepFailed("the peer does not speak MySQL's protocol", "Check HOST and PORT.");
  }
}
