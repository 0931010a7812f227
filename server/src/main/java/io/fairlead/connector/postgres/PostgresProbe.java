package io.fairlead.connector.postgres;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/// The steps of a person who tries a PostgreSQL server: resolve, connect, TLS, sign in, and what
/// replication would need.
final class PostgresProbe {
  /// The SSLRequest message: its length and 1234.5679.
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

  private static final String REPLICATION =
      """
      SELECT current_setting('wal_level'),
             current_setting('max_wal_senders')::int,
             current_setting('max_replication_slots')::int
               - (SELECT count(*) FROM pg_catalog.pg_replication_slots)\
      """;

  private final PostgresConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  PostgresProbe(PostgresConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    Socket socket = attempt.dial(config.endpoint(), config.tunnel());
    try {
      Socket plain = socket;
      Optional<Tls> tls = config.tls();
      if (tls.isPresent()) {
        socket = attempt.step("TLS", () -> encrypt(plain, tls.get()));
      }
      Socket ready = socket;
      Connection connection = attempt.step("sign in", () -> signIn(ready));
      try {
        attempt.step("replication", () -> checkReplication(connection));
      } finally {
        close(connection);
      }
    } finally {
      Quietly.close(socket);
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
    String user = config.user().reveal(attempt, permission);
    Properties properties =
        DriverProperties.of(config, user, password(), attempt.deadline().leftMillis());
    try {
      Connection connection =
          PreparedSocket.during(
              socket, () -> new Driver().connect("jdbc:postgresql:///", properties));
      if (connection == null) {
        throw new IllegalStateException("the driver does not know its own URL");
      }
      attempt.note("PostgreSQL " + connection.getMetaData().getDatabaseMajorVersion());
      return connection;
    } catch (SQLException failure) {
      throw cause(failure);
    } catch (IllegalArgumentException unfit) {
      // From the preparation of passwords: some characters cannot be in one.
      throw new StepFailed("the password holds characters that no password can have");
    }
  }

  private String password() {
    Optional<OptionValue.SecretUse> use = config.password();
    if (use.isEmpty()) {
      return "";
    }
    try (SecretBytes secret = attempt.secret(use.get())) {
      return secret.revealText(permission);
    }
  }

  /// From the SQLSTATE alone: the text is the server's, and may hold anything.
  private StepFailed cause(SQLException failure) {
    if (attempt.deadline().hasPassed()) {
      return new StepFailed("no answer in time", "Check the host, the port and firewalls.");
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String role = config.user().isSecret() ? "the role" : "role \"" + config.user().shown() + "\"";
    return switch (state) {
      case "28P01" ->
          new StepFailed(
              "password authentication failed for " + role,
              "Check USER and PASSWORD; the secret may be out of date.");
      case "28000" ->
          new StepFailed(
              "the server refuses " + role + " from here",
              "The server's pg_hba.conf has no entry that lets it in, or the role does not exist.");
      case "3D000" -> new StepFailed("database \"" + config.database() + "\" does not exist");
      case "42501" ->
          new StepFailed(role + " may not connect to database \"" + config.database() + "\"");
      case "53300" -> new StepFailed("the server has too many connections");
      case "57P03" -> new StepFailed("the server is starting up or shutting down");
      case "08004" ->
          new StepFailed(
              "the server asks for a way to sign in that is not possible here",
              config.password().isEmpty()
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

  /// Nothing that exists here replicates yet, and many who use this connection never will. So a
  /// server that cannot replicate passes, with a note that says what change data capture will miss.
  private boolean checkReplication(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REPLICATION)) {
      row.next();
      attempt.note(replicationNote(row.getString(1), row.getInt(2), row.getLong(3)));
      return true;
    } catch (SQLException unknown) {
      attempt.note("the server does not tell whether it can replicate");
      return false;
    }
  }

  private static String replicationNote(String walLevel, int senders, long freeSlots) {
    List<String> missing = new ArrayList<>();
    if (!walLevel.equals("logical")) {
      String known = List.of("minimal", "replica").contains(walLevel) ? walLevel : "unknown";
      missing.add("wal_level is " + known + "; change data capture needs logical");
    }
    if (senders < 1) {
      missing.add("replication is disabled: max_wal_senders is 0");
    }
    if (freeSlots < 1) {
      missing.add("no replication slot is free");
    }
    return missing.isEmpty() ? "ready for change data capture" : String.join("; ", missing);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException given) {
      // It is gone either way.
    }
  }
}
