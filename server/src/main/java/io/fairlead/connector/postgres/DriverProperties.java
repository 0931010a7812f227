package io.fairlead.connector.postgres;

import io.fairlead.base.Limits;
import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Tls;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/// The only properties that the driver ever gets. All are ours; a user's words arrive as the values
/// of three of them (database, user, password).
final class DriverProperties {
  /// Rows of the first batch, of which nothing is known; then as many as fit.
  private static final int FIRST_ROWS = 100;

  private static final int MOST_ROWS = 2048;

  private DriverProperties() {}

  static Properties of(PostgresConfig config, Login login, int timeoutMillis) {
    Properties properties = new Properties();
    PGProperty.PG_HOST.set(properties, "prepared.invalid");
    PGProperty.PG_PORT.set(properties, config.endpoint().port());
    PGProperty.PG_DBNAME.set(properties, config.database());
    PGProperty.USER.set(properties, login.user());
    // Never null: the driver would look for a password file.
    PGProperty.PASSWORD.set(properties, login.password().orElse(""));
    PGProperty.APPLICATION_NAME.set(properties, "fairlead");
    PGProperty.SOCKET_FACTORY.set(properties, PreparedSocket.class.getName());
    // The socket is encrypted already where it shall be.
    PGProperty.SSL_MODE.set(properties, "disable");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.REQUIRE_AUTH.set(properties, allowedSignIns(config));
    PGProperty.CHANNEL_BINDING.set(properties, "prefer");
    PGProperty.SCRAM_MAX_ITERATIONS.set(properties, Limits.SCRAM_ITERATIONS);
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    // Rows come in batches, as many at once as are sure to fit.
    PGProperty.MAX_RESULT_BUFFER.set(properties, String.valueOf(Limits.LINK_BATCH_BYTES));
    PGProperty.ADAPTIVE_FETCH.set(properties, true);
    PGProperty.ADAPTIVE_FETCH_MAXIMUM.set(properties, MOST_ROWS);
    PGProperty.DEFAULT_ROW_FETCH_SIZE.set(properties, FIRST_ROWS);
    // Plans of one user's queries are no business of the next one.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    // Values without a type here come in the server's own spelling.
    PGProperty.BINARY_TRANSFER.set(properties, false);
    PGProperty.READ_ONLY_MODE.set(properties, "transaction");
    // 0: the driver stays on this thread, to which the socket is bound.
    PGProperty.LOGIN_TIMEOUT.set(properties, 0);
    PGProperty.CONNECT_TIMEOUT.set(properties, Math.max(1, timeoutMillis / 1000));
    // The socket has its own deadline, a new one for each use.
    PGProperty.SOCKET_TIMEOUT.set(properties, 0);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
    return properties;
  }

  /// What the driver of an application has to be told, and cannot know from the URL. It decides by the
  /// list of authorities of its own Java, as this server does where the options name none.
  static Map<String, String> forApplications(PostgresConfig config) {
    if (config.tls().isEmpty()) {
      return Map.of(PGProperty.SSL_MODE.getName(), "disable");
    }
    return switch (config.tls().get().verify()) {
      case NOTHING -> Map.of(PGProperty.SSL_MODE.getName(), "require");
      case AUTHORITY -> verified("verify-ca");
      case HOST -> verified("verify-full");
    };
  }

  private static Map<String, String> verified(String mode) {
    return Map.of(
        PGProperty.SSL_MODE.getName(),
        mode,
        // Else the driver looks for a file of authorities in somebody's home.
        PGProperty.SSL_FACTORY.getName(),
        DefaultJavaSSLFactory.class.getName());
  }

  /// A server that asks for the password in clear text gets it only when it has proved who it is.
  private static String allowedSignIns(PostgresConfig config) {
    boolean proved = config.tls().filter(tls -> tls.verify() != Tls.Verify.NOTHING).isPresent();
    return proved ? "scram-sha-256,md5,none,password" : "scram-sha-256,md5,none";
  }
}
