package io.fairlead.connector;

import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A connection as a table uses it: its credentials, with the table's own place.
public final class PlacedConnection {
  private PlacedConnection() {}

  /// @param connection the one that the use names
  /// @param type of the connection
  /// @return the same connection (id, version, overlap) with other options
  public static Connection of(StorageUse use, Connection connection, ConnectorType<?> type) {
    Options credentials =
        use.pin().map(StorageUse.Pin::options).orElseGet(connection::options);
    Map<String, OptionValue> values = new TreeMap<>(credentials.values());
    values.keySet().removeAll(placeKeys(type));
    values.putAll(use.place().values());
    return connection.withOptions(Options.of(values));
  }

  /// Where a new table is: as its URI says, and for all else as its connection says.
  public static Options place(Options inUri, Options connection, ConnectorType<?> type) {
    Map<String, OptionValue> values = new TreeMap<>();
    for (String key : placeKeys(type)) {
      connection.get(key).ifPresent(value -> values.put(key, value));
    }
    values.putAll(inUri.values());
    return Options.of(values);
  }

  /// The options of a connection that say another place than the one where its credentials are to be
  /// used. What only the URI says is no difference: a connection without a bucket is for all of them.
  public static List<String> differences(
      Options place, Options inUri, Options connection, ConnectorType<?> type) {
    return placeKeys(type).stream()
        .filter(key -> !place.get(key).equals(connection.get(key)))
        .filter(key -> connection.has(key) || !inUri.has(key))
        .toList();
  }

  private static List<String> placeKeys(ConnectorType<?> type) {
    return type.options().stream().filter(OptionSpec::isPlace).map(OptionSpec::key).toList();
  }
}
