package io.fairlead.connector;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The connectors of this server by name.
public final class Connectors {
  private final Map<String, ConnectorType<?>> byName;

  public Connectors(List<ConnectorType<?>> types) {
    Map<String, ConnectorType<?>> map = new LinkedHashMap<>();
    types.forEach(type -> map.put(type.name(), type));
    this.byName = java.util.Collections.unmodifiableMap(map);
  }

  public Collection<ConnectorType<?>> all() {
    return byName.values();
  }

  public Optional<ConnectorType<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// @throws io.fairlead.base.Refusal when this server has no such connector
  public ConnectorType<?> get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Problem.of(ProblemKind.INVALID_OPTION, "unknown connection type \"" + name + "\"")
                    .withHint("Types are " + String.join(", ", byName.keySet()) + ".")
                    .refusal());
  }

  /// The type whose connections lead to where a URI points.
  ///
  /// @throws io.fairlead.base.Refusal when there is none
  public StorageType<?> storage(String uri) {
    int colon = uri.indexOf("://");
    String scheme = uri.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    List<String> known = new ArrayList<>();
    for (ConnectorType<?> type : all()) {
      if (type instanceof StorageType<?> storage) {
        if (storage.schemes().contains(scheme)) {
          return storage;
        }
        known.addAll(storage.schemes());
      }
    }
    throw Problem.of(
            ProblemKind.INVALID_OPTION,
            colon < 0 ? "a location begins with a scheme such as s3://" : "URI protocol is not supported")
        .withHint("Protocols are " + String.join(", ", known) + ".")
        .refusal();
  }

  /// The type whose connections lead to the files or topics of a URI.
  ///
  /// @throws io.fairlead.base.Refusal when there is none
  public PlaceType<?> place(String uri) {
    int colon = uri.indexOf("://");
    String scheme = uri.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    for (ConnectorType<?> type : all()) {
      if (type instanceof PlaceType<?> place && place.schemes().contains(scheme)) {
        return place;
      }
    }
    return storage(uri); // Which refuses it.
  }

  /// @throws io.fairlead.base.Refusal when connections of that type lead to no files and no topics
  public PlaceType<?> placeType(String name) {
    if (get(name) instanceof PlaceType<?> place) {
      return place;
    }
    throw Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "a connection of type \"" + name + "\" leads to no files and no topics")
        .refusal();
  }

  /// The type with whose connections a service at a URL is called.
  ///
  /// @throws io.fairlead.base.Refusal when there is none
  public CallType<?> service(String url) {
    if (storage(url) instanceof CallType<?> service) {
      return service;
    }
    throw Problem.of(ProblemKind.INVALID_OPTION, "no service can be called at such a location")
        .withHint("Its URL begins with https://.")
        .refusal();
  }

  /// @throws io.fairlead.base.Refusal when connections of that type lead to no files
  public StorageType<?> storageType(String name) {
    if (get(name) instanceof StorageType<?> storage) {
      return storage;
    }
    throw Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "a connection of type \"" + name + "\" leads to no files")
        .refusal();
  }

  /// @throws io.fairlead.base.Refusal when connections of that type are no tunnels
  public TunnelType<?> tunnel(String name) {
    if (get(name) instanceof TunnelType<?> tunnel) {
      return tunnel;
    }
    throw Problem.of(
            ProblemKind.WRONG_OBJECT_KIND, "a connection of type \"" + name + "\" is not a tunnel")
        .refusal();
  }

  /// @throws io.fairlead.base.Refusal when connections of that type sign no requests
  public SignerType<?> signer(String name) {
    if (get(name) instanceof SignerType<?> signer) {
      return signer;
    }
    throw Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "a connection of type \"" + name + "\" cannot sign requests")
        .refusal();
  }
}
