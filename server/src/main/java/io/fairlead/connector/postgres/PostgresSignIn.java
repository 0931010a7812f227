package io.fairlead.connector.postgres;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/// The steps to a PostgreSQL server that probes and links have in common: resolve, connect, TLS, sign
/// in.
final class PostgresSignIn {
  /// The SSLRequest message: its length and 1234.5679.
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

  private final PostgresConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  PostgresSignIn(PostgresConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  /// The caller closes the connection, and the attempt what it dialled for it.
  Connection run() throws StepFailed {
    Socket socket = attempt.dial(config.endpoint(), config.tunnel());
    boolean done = false;
    try {
      Socket plain = socket;
      Optional<Tls> tls = config.tls();
      if (tls.isPresent()) {
        socket = attempt.step("TLS", () -> encrypt(plain, tls.get()));
      }
      Socket ready = socket;
      Connection connection = attempt.step("sign in", () -> signIn(ready));
      done = true;
      return connection;
    } finally {
      if (!done) {
        Quietly.close(socket);
      }
    }
  }

  private Socket encrypt(Socket plain, Tls tls) throws StepFailed, IOException {
    OutputStream out = plain.getOutputStream();
    out.write(SSL_REQUEST);
    out.flush();
    // One byte and no more: what follows belongs to TLS, and cannot have been slipped in before.
    return switch (plain.getInputStream().read()) {
      case 'S' -> tls.over(plain, config.endpoint().host(), attempt, permission);
      case 'N' ->
          throw new StepFailed(
              "the server does not support TLS",
              "Set ssl = on at the server, or SSL MODE to disable.");
      case -1 -> throw new IOException("closed");
      default -> throw notPostgres();
    };
  }

  private Connection signIn(Socket socket) throws StepFailed {
    Login login = config.login().read(attempt, permission);
    Properties properties = DriverProperties.of(config, login, attempt.deadline().leftMillis());
    try {
      Connection connection =
          PreparedSocket.during(
              socket, () -> new Driver().connect("jdbc:postgresql:///", properties));
      if (connection == null) {
        throw new IllegalStateException("the driver does not know its own URL");
      }
      DatabaseMetaData server = connection.getMetaData();
      attempt.note("PostgreSQL " + server.getDatabaseMajorVersion());
      attempt.serverVersion(
          "PostgreSQL "
              + server.getDatabaseMajorVersion()
              + "."
              + server.getDatabaseMinorVersion());
      return connection;
    } catch (SQLException failure) {
      throw cause(failure);
    } catch (IllegalArgumentException unfit) {
      // From the preparation of passwords: some characters cannot be in one.
      throw new StepFailed("the password holds characters that no password can have");
    }
  }

  /// From the SQLSTATE alone: the text is the server's, and may hold anything.
  private StepFailed cause(SQLException failure) {
    // A socket's timeout has milliseconds, so it may be over a moment before the deadline.
    if (attempt.deadline().hasPassed() || failure.getCause() instanceof InterruptedIOException) {
      return new StepFailed("no answer in time", "Check the host, the port and firewalls.");
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String role = config.login().shown("role");
    return switch (state) {
      case "28P01" ->
          new StepFailed(
                  "password authentication failed for " + role,
                  "Check USER and PASSWORD; the secret may be out of date.")
              .refusedCredential();
      case "28000" ->
          new StepFailed(
                  "the server refuses " + role + " from here",
                  "The server's pg_hba.conf has no entry that lets it in, or the role does not"
                      + " exist.")
              .refusedCredential();
      case "3D000" -> new StepFailed("database \"" + config.database() + "\" does not exist");
      case "42501" ->
          new StepFailed(role + " may not connect to database \"" + config.database() + "\"");
      case "53300" -> new StepFailed("the server has too many connections");
      case "57P03" -> new StepFailed("the server is starting up or shutting down");
      case "08004" ->
          new StepFailed(
              "the server asks for a way to sign in that is not possible here",
              !config.login().hasPassword()
                  ? "It may want a password: set PASSWORD."
                  : "A password in clear text is only sent after SSL MODE verify_ca or"
                        + " verify_full.");
      case "08006", "08001" ->
          failure.getCause() instanceof IOException
              ? new StepFailed("the server closed or broke the connection during the sign-in")
              : notPostgres();
      default ->
          state.startsWith("08") || !state.matches("[0-9A-Z]{5}")
              ? notPostgres()
              : new StepFailed("the server refused the sign-in with SQLSTATE " + state);
    };
  }

  private static StepFailed notPostgres() {
    return new StepFailed("the peer does not speak PostgreSQL's protocol", "Check HOST and PORT.");
  }
}
