package io.fairlead.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A named connection, one version of it.
///
/// @param type the connector's name, `postgres`; open, so that a connection whose connector is
///     missing can still be shown and dropped
/// @param keys the key pairs, first is tried first; empty for types without
/// @param dialect the dialect that made it; SHOW CREATE speaks it
/// @param overlap earlier secrets that still serve
/// @param link how SingleStore's statements wrote it; empty when none did
public record Connection(
    Header header,
    String type,
    Options options,
    List<KeyPair> keys,
    String dialect,
    Optional<CredentialOverlap> overlap,
    Optional<LinkText> link)
    implements CatalogObject {

  public Connection {
    keys = List.copyOf(keys);
  }

  public Connection(
      Header header, String type, Options options, List<KeyPair> keys, String dialect) {
    this(header, type, options, keys, dialect, Optional.empty(), Optional.empty());
  }

  @Override
  public Kind kind() {
    return Kind.CONNECTION;
  }

  @Override
  public Connection withHeader(Header newHeader) {
    return new Connection(newHeader, type, options, keys, dialect, overlap, link);
  }

  public Connection withOptions(Options newOptions) {
    return new Connection(header, type, newOptions, keys, dialect, overlap, link);
  }

  public Connection withKeys(List<KeyPair> newKeys) {
    return new Connection(header, type, options, newKeys, dialect, overlap, link);
  }

  public Connection withOverlap(Optional<CredentialOverlap> newOverlap) {
    return new Connection(header, type, options, keys, dialect, newOverlap, link);
  }

  public Connection withLink(Optional<LinkText> newLink) {
    return new Connection(header, type, options, keys, dialect, overlap, newLink);
  }

  @Override
  public List<MaterialRef> material() {
    return keys.stream().map(KeyPair::privateKey).toList();
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>(options.references());
    overlap.ifPresent(earlier -> found.addAll(earlier.before().references()));
    return found;
  }
}
