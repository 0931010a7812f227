package io.fairlead.connector;

import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.util.Map;
import java.util.TreeMap;

/// A connection as a table or a stage uses it: its credentials, with the table's own place.
public final class PlacedConnection {
  private PlacedConnection() {}

  /// @param connection the one that the use names
  /// @param type of the connection
  /// @return the same connection (id, version, overlap) with other options
  public static Connection of(StorageUse use, Connection connection, ConnectorType<?> type) {
    Options credentials =
        use.pin().map(StorageUse.Pin::options).orElseGet(connection::options);
    return connection.withOptions(merged(use.place(), credentials, type));
  }

  /// Where from one, with which credentials from the other.
  static Options merged(Options place, Options credentials, ConnectorType<?> type) {
    Map<String, OptionValue> values = new TreeMap<>(credentials.values());
    type.options().stream()
        .filter(OptionSpec::isPlace)
        .forEach(spec -> values.remove(spec.key()));
    values.putAll(place.values());
    return Options.of(values);
  }
}
