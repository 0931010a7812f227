package io.fairlead.pool;

import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects of catalogs for tests.
final class Objects {
  static final Touch NOW = new Touch(Instant.EPOCH, "test");
  static final ObjectId OWNER = new ObjectId(1_000_000);

  private Objects() {}

  static Header header(long id) {
    return Header.first(new ObjectId(id), new Name("public", "o" + id), OWNER, NOW);
  }

  static Secret secret(long id) {
    return new Secret(
        header(id), "text", List.of(new SecretVersion(1, new MaterialRef("test", id + ".1"), NOW)));
  }

  static Secret changed(Secret secret) {
    String key = secret.id() + "." + (secret.current().number() + 1);
    return secret.withValue(new MaterialRef("test", key), NOW);
  }

  static Connection connection(long id, Map<String, OptionValue> options) {
    return new Connection(
        header(id),
        "postgres",
        Options.of(options),
        List.of(),
        "materialize");
  }

  static KeyPair key(int number) {
    return new KeyPair("ssh-ed25519 AAAA" + number, new MaterialRef("test", "key" + number));
  }

  static Connection rotated(Connection tunnel, int number) {
    return tunnel.withKeys(List.of(tunnel.keys().getLast(), key(number)));
  }

  /// The next version of an object, at the next commit.
  static Image put(Image image, CatalogObject object) {
    CatalogObject next = object.withHeader(object.header().next(NOW));
    return image.with(next).at(image.sequence() + 1, 1);
  }
}
