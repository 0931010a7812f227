package io.fairlead.connector;

import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    Connection placed = connection.withOptions(Options.of(values));
    // A pinned version has the secrets that it had, and not those that the present ones replaced.
    return use.pin().isPresent() ? placed.withOverlap(Optional.empty()) : placed;
  }

  /// Where a new table is: as its URI says, and for all else as its connection says. An option of the
  /// URI takes the place of those that exclude it.
  public static Options place(Options inUri, Options connection, ConnectorType<?> type) {
    Set<String> groups =
        type.options().stream()
            .filter(spec -> inUri.has(spec.key()))
            .flatMap(spec -> spec.group().stream())
            .collect(Collectors.toSet());
    Map<String, OptionValue> values = new TreeMap<>();
    for (OptionSpec spec : type.options()) {
      if (spec.isPlace() && spec.group().filter(groups::contains).isEmpty()) {
        connection.get(spec.key()).ifPresent(value -> values.put(spec.key(), value));
      }
    }
    values.putAll(inUri.values());
    return Options.of(values);
  }

  /// The options of a connection that say another place than the one where its credentials are to be
  /// used. What only the URI says is no difference: a connection without a bucket is for all of them, and
  /// so is one with an empty list of brokers.
  public static List<String> differences(
      Options place, Options inUri, Options connection, ConnectorType<?> type) {
    return placeKeys(type).stream()
        .filter(key -> !said(place, key).equals(said(connection, key)))
        .filter(key -> said(connection, key).isPresent() || !inUri.has(key))
        .toList();
  }

  private static Optional<OptionValue> said(Options options, String key) {
    return options
        .get(key)
        .filter(value -> !(value instanceof OptionValue.Items(var items) && items.isEmpty()));
  }

  private static List<String> placeKeys(ConnectorType<?> type) {
    return type.options().stream().filter(OptionSpec::isPlace).map(OptionSpec::key).toList();
  }
}
