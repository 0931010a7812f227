package io.fairlead.pool;

import static io.fairlead.connector.SharedOptions.MAX_CONNECTIONS;
import static io.fairlead.connector.SharedOptions.TIMEOUT;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a link really depends on, and nothing else: two links with equal definitions do the same.
/// Names, comments, owners, grants, object versions, and how many links there may be or how long
/// one takes to open, are no part of it.
///
/// @param parts the connection and every connection that it goes through
/// @param secrets the current material of the secrets that they use, or a pinned version's
record Definition(Map<ObjectId, Part> parts, Map<SecretUse, Optional<MaterialRef>> secrets) {
  /// One connection without its header.
  record Part(
      String type,
      Options options,
      List<KeyPair> keys) {
    private static Part of(Connection connection) {
      return new Part(
          connection.type(),
          connection.options().without(MAX_CONNECTIONS).without(TIMEOUT),
          connection.keys());
    }
  }

  static Definition of(Image image, Connection connection) {
    Definition made = new Definition(new TreeMap<>(), new java.util.HashMap<>());
    made.add(image, connection);
    return made;
  }

  private void add(Image image, Connection connection) {
    if (parts.put(connection.id(), Part.of(connection)) != null) {
      return;
    }
    connection.options().values().values().forEach(value -> add(image, value));
  }

  private void add(Image image, OptionValue value) {
    switch (value) {
      case OptionValue.Text _, OptionValue.Num _, OptionValue.Flag _ -> {}
      case OptionValue.Items items -> items.values().forEach(item -> add(image, item));
      case OptionValue.Group group -> group.parts().values().forEach(part -> add(image, part));
      case SecretUse use -> secrets.put(use, material(image, use));
      case OptionValue.ConnectionUse(ObjectId id) ->
          image.connection(id).ifPresent(used -> add(image, used));
    }
  }

  /// Empty when it is not there: then nothing can be opened either.
  private static Optional<MaterialRef> material(Image image, SecretUse use) {
    Optional<Secret> secret = image.secret(use.secret());
    return use.version().isEmpty()
        ? secret.map(found -> found.current().material())
        : secret.flatMap(found -> found.version(use.version().get())).map(v -> v.material());
  }
}
