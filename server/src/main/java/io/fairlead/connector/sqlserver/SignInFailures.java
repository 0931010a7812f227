package io.fairlead.connector.sqlserver;

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
  private SignInFailures() {}

  static StepFailed cause(SQLException failure, SqlServerConfig config, Deadline deadline) {
    if (deadline.hasPassed()) {
      return late();
    }
    Optional<StepFailed> tls = insists(failure).or(() -> Tls.cause(failure));
    if (tls.isPresent()) {
      return tls.get().at("TLS");
    }
    String login = config.login().shown("login");
    String database = "database \"" + config.database() + "\"";
    return switch (failure.getErrorCode()) {
      case 18456 ->
          new StepFailed(
                  "the server refuses " + login,
                  "Check USER, PASSWORD and DATABASE; the secret may be out of date.")
              .refusedCredential();
      case 18452 -> new StepFailed("the server takes no passwords", "Enable SQL authentication.");
      case 18470 -> new StepFailed(login + " is disabled").refusedCredential();
      case 18486 -> new StepFailed(login + " is locked").refusedCredential();
      case 18487, 18488 ->
          new StepFailed("the password of " + login + " has expired").refusedCredential();
      case 4060, 911 ->
          new StepFailed(database + " does not exist, or " + login + " may not open it");
      case 916 -> new StepFailed(login + " may not open " + database);
      case 40532 ->
          new StepFailed(
              "the server cannot tell which database server is meant",
              "For Azure, write USER as user@server.");
      case 40615, 40914 -> new StepFailed("the server's firewall refuses connections from here");
      case 17809, 10928, 10929 -> new StepFailed("the server has too many connections");
      case 18401, 40613 -> new StepFailed("the server is starting up, or not there for now");
      case 0 -> withoutNumber(failure, config);
      default ->
          new StepFailed("the server refused the sign-in with error " + failure.getErrorCode());
    };
  }

  private static StepFailed late() {
    return new StepFailed("no answer in time", "Check the host, the port and firewalls.");
  }

  private static StepFailed withoutNumber(SQLException failure, SqlServerConfig config) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedIOException) {
        // A socket's timeout has milliseconds, so it may be over a moment before the deadline.
        return late();
      }
      if (cause instanceof IOException) {
        return new StepFailed("the server closed or broke the connection during the sign-in");
      }
    }
    return notSqlServer(config);
  }

  private static Optional<StepFailed> insists(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PreparedTrust.NotWanted) {
        return Optional.of(
            new StepFailed("the server speaks over TLS only", "Set SSL MODE to REQUIRED or more."));
      }
    }
    return Optional.empty();
  }

  static StepFailed notSqlServer(SqlServerConfig config) {
    return config.tls().isPresent()
        ? new StepFailed(
            "the peer does not speak SQL Server's protocol, or not over TLS",
            "Check HOST, PORT and SSL MODE.")
        : new StepFailed(
            "the peer does not speak SQL Server's protocol, or names another server",
            "Check HOST and PORT.");
  }
}
