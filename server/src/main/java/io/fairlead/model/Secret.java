package io.fairlead.model;

import io.fairlead.base.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A named secret. The catalog knows which versions there are; the values live in a secret store.
///
/// @param type what the value is; `text` for a plain value
/// @param versions oldest first, never empty; the last one is current
public record Secret(Header header, String type, List<SecretVersion> versions)
    implements CatalogObject {

  public Secret {
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a secret has at least one version");
    }
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
    return new Secret(header, type, kept);
  }

  @Override
  public Kind kind() {
    return Kind.SECRET;
  }

  @Override
  public Secret withHeader(Header newHeader) {
    return new Secret(newHeader, type, versions);
  }

  @Override
  public List<MaterialRef> material() {
    return versions.stream().map(SecretVersion::material).toList();
  }

  @Override
  public Set<ObjectId> references() {
    return Set.of();
  }
}
