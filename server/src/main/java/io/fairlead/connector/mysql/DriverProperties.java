package io.fairlead.connector.mysql;

import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Tls;
import java.util.Optional;
import java.util.Properties;

/// The only properties that the driver ever gets. All are ours; a user's words arrive as the values
/// of three of them (database, user, password).
final class DriverProperties {
  private DriverProperties() {}

  static Properties of(MysqlConfig config, Login login, int timeoutMillis) {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password().orElse(""));
    config.database().ifPresent(name -> properties.setProperty("database", name));
    properties.setProperty("socketFactory", PreparedSocket.class.getName());
    // "trust": the driver asks the server for TLS and leaves everything else to our plugin.
    properties.setProperty("sslMode", config.tls().isPresent() ? "trust" : "disable");
    properties.setProperty("tlsSocketType", PreparedTls.TYPE);
    properties.setProperty("fallbackToSystemKeyStore", "false");
    properties.setProperty("fallbackToSystemTrustStore", "false");
    properties.setProperty("restrictedAuth", allowedSignIns(config));
    properties.setProperty("allowPublicKeyRetrieval", "false");
    // The server may not ask for our files, nor send us to another server.
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("permitRedirect", "false");
    properties.setProperty("allowMultiQueries", "false");
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("pool", "false");
    properties.setProperty("connectTimeout", String.valueOf(timeoutMillis));
    properties.setProperty("socketTimeout", String.valueOf(timeoutMillis));
    return properties;
  }

  /// In MySQL's words, which the driver of MariaDB knows too.
  static String modeForApplications(Optional<Tls> tls) {
    if (tls.isEmpty()) {
      return "DISABLED";
    }
    return switch (tls.get().verify()) {
      case NOTHING -> "REQUIRED";
      case AUTHORITY -> "VERIFY_CA";
      case HOST -> "VERIFY_IDENTITY";
    };
  }

  /// A server that asks for the password in clear text gets it only when it has proved who it is.
  private static String allowedSignIns(MysqlConfig config) {
    String hashed = "mysql_native_password,caching_sha2_password,client_ed25519,parsec";
    return config.verifies() ? hashed + ",mysql_clear_password,dialog" : hashed;
  }
}
