package io.fairlead.sql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words that connectors bring into a dialect: names of connection types and of options. A new
/// connector brings its own words, so no dialect has to learn of it.
///
/// @param types spelling in upper case (`SSH TUNNEL`) to the connector's name (`ssh-tunnel`)
/// @param options spelling in upper case (`SSL MODE`) to the canonical key (`ssl_mode`)
/// @param openOptions canonical keys whose literal values may be printed; all others print as stars
/// @param secretOptions canonical keys whose value is a secret wherever it is taken, so that a
///     literal in its place is one
/// @param connectionOptions canonical keys whose value is the name of a connection
public record Vocabulary(
    Map<String, String> types,
    Map<String, String> options,
    Set<String> openOptions,
    Set<String> secretOptions,
    Set<String> connectionOptions) {

  public Vocabulary {
    types = Map.copyOf(types);
    options = Map.copyOf(options);
    openOptions = Set.copyOf(openOptions);
    secretOptions = Set.copyOf(secretOptions);
    connectionOptions = Set.copyOf(connectionOptions);
  }

  public Optional<String> type(String spelling) {
    return Optional.ofNullable(types.get(spelling));
  }

  public Optional<String> option(String spelling) {
    return Optional.ofNullable(options.get(spelling));
  }

  public boolean isOpen(String key) {
    return openOptions.contains(key);
  }

  public boolean isSecret(String key) {
    return secretOptions.contains(key);
  }

  public boolean isConnection(String key) {
    return connectionOptions.contains(key);
  }
}
