package io.fairlead.connector.sqlserver;

import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Tls;
import java.util.Map;
import java.util.Properties;

/// The only properties that the driver ever gets. All are ours; a user's words arrive as the values
/// of three of them (database, user, password).
final class DriverProperties {
  private DriverProperties() {}

  static Properties of(SqlServerConfig config, Login login, int timeoutMillis) {
    Properties properties = new Properties();
    properties.setProperty("serverName", PreparedSocket.NOWHERE);
    properties.setProperty("portNumber", String.valueOf(config.endpoint().port()));
    properties.setProperty("databaseName", config.database());
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password().orElse(""));
    properties.setProperty("applicationName", "fairlead");
    // Else the driver asks for the name of this machine, and tells it to the server.
    properties.setProperty("workstationID", "fairlead");
    properties.setProperty("socketFactoryClass", PreparedSocket.class.getName());
    properties.setProperty("encrypt", config.tls().isPresent() ? "true" : "false");
    properties.setProperty("trustServerCertificate", "false");
    properties.setProperty("trustManagerClass", PreparedTrust.class.getName());
    // No "authentication": naming a way to sign in makes the driver insist on TLS. Without one, and
    // without the integrated security of the operating system, it is the password.
    properties.setProperty("integratedSecurity", "false");
    properties.setProperty("columnEncryptionSetting", "Disabled");
    // With it the driver refuses a server that names another one for failover. Without it, it would
    // remember that other one for everybody who has a database of the same name.
    properties.setProperty("multiSubnetFailover", "true");
    properties.setProperty("transparentNetworkIPResolution", "false");
    properties.setProperty("connectRetryCount", "0");
    properties.setProperty("maxResultBuffer", "1M");
    int seconds = Math.max(1, (timeoutMillis + 999) / 1000);
    properties.setProperty("loginTimeout", String.valueOf(seconds));
    properties.setProperty("socketTimeout", String.valueOf(timeoutMillis));
    return properties;
  }

  /// What the driver of an application has to be told beside host and port. Its URL has no place for
  /// the database.
  static Map<String, String> forApplications(SqlServerConfig config) {
    boolean verifies =
        config.tls().filter(tls -> tls.verify() != Tls.Verify.NOTHING).isPresent();
    return Map.of(
        "databaseName",
        config.database(),
        "encrypt",
        config.tls().isPresent() ? "true" : "false",
        "trustServerCertificate",
        verifies ? "false" : "true");
  }
}
