package io.fairlead.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A named connection, one version of it.
///
/// @param type the connector's name, `postgres`; open, so that a connection whose connector is
///     missing can still be shown and dropped
/// @param credential the secret that the connection signs in with, where its dialect has one
/// @param storage the backend that supplies cloud identity, where its dialect has one
/// @param keys the key pairs, first is tried first; empty for types without
/// @param dialect the dialect that made it; SHOW CREATE speaks it
public record Connection(
    Header header,
    String type,
    Options options,
    Optional<ObjectId> credential,
    Optional<ObjectId> storage,
    List<KeyPair> keys,
    String dialect)
    implements CatalogObject {

  public Connection {
    keys = List.copyOf(keys);
  }

  @Override
  public Kind kind() {
    return Kind.CONNECTION;
  }

  @Override
  public Connection withHeader(Header newHeader) {
    return new Connection(newHeader, type, options, credential, storage, keys, dialect);
  }

  public Connection withOptions(Options newOptions) {
    return new Connection(header, type, newOptions, credential, storage, keys, dialect);
  }

  public Connection withKeys(List<KeyPair> newKeys) {
    return new Connection(header, type, options, credential, storage, newKeys, dialect);
  }

  @Override
  public List<MaterialRef> material() {
    return keys.stream().map(KeyPair::privateKey).toList();
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>(options.references());
    credential.ifPresent(found::add);
    storage.ifPresent(found::add);
    return found;
  }
}
