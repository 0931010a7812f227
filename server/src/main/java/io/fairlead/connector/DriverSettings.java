package io.fairlead.connector;

import java.util.Collections;
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
}
