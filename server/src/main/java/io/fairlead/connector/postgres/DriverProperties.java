package io.fairlead.connector.postgres;

import io.fairlead.base.Limits;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Tls;
import java.util.Properties;
import org.postgresql.PGProperty;

/// The only properties that the driver ever gets. All are ours; a user's words arrive as the values
/// of three of them (database, user, password).
final class DriverProperties {
  private DriverProperties() {}

  static Properties of(PostgresConfig config, String user, String password, int timeoutMillis) {
    Properties properties = new Properties();
    PGProperty.PG_HOST.set(properties, "prepared.invalid");
    PGProperty.PG_PORT.set(properties, config.endpoint().port());
    PGProperty.PG_DBNAME.set(properties, config.database());
    PGProperty.USER.set(properties, user);
    // Never null: the driver would look for a password file.
    PGProperty.PASSWORD.set(properties, password);
    PGProperty.APPLICATION_NAME.set(properties, "fairlead");
    PGProperty.SOCKET_FACTORY.set(properties, PreparedSocket.class.getName());
    // The socket is encrypted already where it shall be.
    PGProperty.SSL_MODE.set(properties, "disable");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.REQUIRE_AUTH.set(properties, allowedSignIns(config));
    PGProperty.CHANNEL_BINDING.set(properties, "prefer");
    PGProperty.SCRAM_MAX_ITERATIONS.set(properties, Limits.SCRAM_ITERATIONS);
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.MAX_RESULT_BUFFER.set(properties, "1M");
    // 0: the driver stays on this thread, to which the socket is bound.
    PGProperty.LOGIN_TIMEOUT.set(properties, 0);
    int seconds = Math.max(1, timeoutMillis / 1000);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 1);
    return properties;
  }

  /// A server that asks for the password in clear text gets it only when it has proved who it is.
  private static String allowedSignIns(PostgresConfig config) {
    boolean proved = config.tls().filter(tls -> tls.verify() != Tls.Verify.NOTHING).isPresent();
    return proved ? "scram-sha-256,md5,none,password" : "scram-sha-256,md5,none";
  }
}
