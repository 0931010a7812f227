package io.fairlead.connector;

import io.fairlead.model.ObjectId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an application's own driver needs to connect.
///
/// @param url a JDBC URL of host, port and database, without parameters
/// @param properties for the driver; never a login
public record DriverSettings(String url, SortedMap<String, String> properties, Login login) {
  public DriverSettings {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /// Refuses what an application cannot do by itself.
  ///
  /// @param via the connection through which this server goes
  /// @throws StepFailed also where the server wants a client's certificate, whose key stays here
  public static void mustBeOpenTo(Optional<ObjectId> via, Optional<Tls> tls) throws StepFailed {
    if (via.isPresent()) {
      throw new StepFailed(
          "applications cannot go through the tunnel or private link of the connection",
          "Make a connection without SSH TUNNEL and AWS PRIVATELINK for them.");
    }
    if (tls.flatMap(Tls::key).isPresent()) {
      throw new StepFailed(
          "applications do not get the connection's client certificate",
          "Make a connection without SSL CERTIFICATE and SSL KEY for them.");
    }
  }
}
