package io.fairlead.model;

import io.fairlead.base.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A named secret. The catalog knows which versions there are; the values live in a secret store.
///
/// @param type what the value is; [#TEXT] for a plain value
/// @param versions oldest first, never empty; the last one is current. A linked secret has one
/// @param storage the vault connection that keeps the values; empty: this server's own vault
/// @param link present when the value is not ours: it is read under its own name each time
/// @param overlap an earlier value that still serves
/// @param partOf the connection that it was typed into, and with which it goes
public record Secret(
    Header header,
    String type,
    List<SecretVersion> versions,
    Optional<ObjectId> storage,
    Optional<SecretLink> link,
    SecretFacts facts,
    Optional<ValueOverlap> overlap,
    Optional<ObjectId> partOf)
    implements CatalogObject {
  public static final String TEXT = "text";
  public static final String ENCRYPTION_KEY = "encryption_key";

  public Secret {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a secret has at least one version");
    }
  }

  /// A plain value in this server's own vault.
  public Secret(Header header, String type, List<SecretVersion> versions) {
    this(
        header,
        type,
        versions,
        Optional.empty(),
        Optional.empty(),
        SecretFacts.NONE,
        Optional.empty(),
        Optional.empty());
  }

  public SecretVersion current() {
    return versions.getLast();
  }

  public Optional<SecretVersion> version(int number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /// The same secret with one value more; the oldest is forgotten beyond
  /// [Limits#SECRET_VERSIONS].
  public Secret withValue(MaterialRef material, Touch now) {
    List<SecretVersion> kept = new ArrayList<>(versions);
    kept.add(new SecretVersion(current().number() + 1, material, now));
    while (kept.size() > Limits.SECRET_VERSIONS) {
      kept.removeFirst();
    }
    return new Secret(header, type, kept, storage, link, facts, overlap, partOf);
  }

  public Secret withFacts(SecretFacts newFacts) {
    return new Secret(header, type, versions, storage, link, newFacts, overlap, partOf);
  }

  public Secret withOverlap(Optional<ValueOverlap> newOverlap) {
    return new Secret(header, type, versions, storage, link, facts, newOverlap, partOf);
  }

  public Secret asPartOf(Optional<ObjectId> connection) {
    return new Secret(header, type, versions, storage, link, facts, overlap, connection);
  }

  @Override
  public Kind kind() {
    return Kind.SECRET;
  }

  @Override
  public Secret withHeader(Header newHeader) {
    return new Secret(newHeader, type, versions, storage, link, facts, overlap, partOf);
  }

  /// A linked value is not ours to forget.
  @Override
  public List<MaterialRef> material() {
    return link.isPresent()
        ? List.of()
        : versions.stream().map(SecretVersion::material).toList();
  }

  @Override
  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>();
    storage.ifPresent(found::add);
    return found;
  }
}
