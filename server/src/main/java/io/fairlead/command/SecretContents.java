package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Some connectors take only a secret of a certain content. It is held against their rules before a
/// connection comes to use it and before a used one changes; a step that is decided on an image in
/// which the other of the two has happened meanwhile is a conflict, and is prepared again.
public final class SecretContents {
  private final Connectors connectors;
  private final SecretStores secrets;

  public SecretContents(Connectors connectors, SecretStores secrets) {
    this.connectors = connectors;
    this.secrets = secrets;
  }

  /// Checks the secrets that a connection would use, and holds the step to their versions.
  ///
  /// @param next prepares the rest; only asked when the secrets are right
  Step<Reply> checked(Image image, Connection candidate, Supplier<Step<Reply>> next) {
    return checked(image, Set.of(), candidate, next);
  }

  /// @param made those that the step itself makes or renews, which are in `image` already
  Step<Reply> checked(
      Image image, Set<ObjectId> made, Connection candidate, Supplier<Step<Reply>> next) {
    Map<ObjectId, Integer> read = mustFit(image, made, candidate);
    Step<Reply> step = next.get();
    return (latest, now) -> {
      mustBe(read.equals(versions(latest, read.keySet())), candidate.name().object());
      return step.decide(latest, now);
    };
  }

  /// Checks the secrets that a connection would use.
  ///
  /// @return the versions of those that were not made with it
  Map<ObjectId, Integer> mustFit(Image image, Set<ObjectId> made, Connection candidate) {
    Map<ObjectId, Integer> read = new TreeMap<>();
    Problems problems = new Problems();
    ConnectorType<?> type = connectors.get(candidate.type());
    for (String key : type.checkedSecrets()) {
      if (candidate.options().get(key).orElse(null) instanceof OptionValue.SecretUse use) {
        Secret secret = image.secret(use.secret()).orElseThrow();
        SecretVersion version =
            use.version().flatMap(secret::version).orElseGet(secret::current);
        Slot slot = new Slot(secret.id(), Slot.VALUE);
        try (SecretBytes value = secrets.read(slot, version.material())) {
          type.checkSecret(key, value, problems);
        }
        if (!made.contains(secret.id())) {
          read.put(secret.id(), secret.version());
        }
      }
    }
    problems.throwIfAny();
    return read;
  }

  private static Map<ObjectId, Integer> versions(Image image, Set<ObjectId> ids) {
    Map<ObjectId, Integer> versions = new TreeMap<>();
    for (ObjectId id : ids) {
      image.secret(id).ifPresent(secret -> versions.put(id, secret.version()));
    }
    return versions;
  }

  /// Checks a new value of a secret for those who would use it, and holds the step to them.
  ///
  /// @param next prepares the rest; only asked when the value is right
  Step<Reply> checked(
      Image image, Secret secret, SecretBytes value, Supplier<Step<Reply>> next) {
    Problems problems = new Problems();
    users(image, secret.id())
        .forEach((connection, key) -> type(connection).checkSecret(key, value, problems));
    problems.throwIfAny();
    Set<ObjectId> seen = ids(users(image, secret.id()));
    Step<Reply> step = next.get();
    return (latest, now) -> {
      Set<ObjectId> users = ids(users(latest, secret.id()));
      mustBe(seen.containsAll(users), secret.name().object());
      return step.decide(latest, now);
    };
  }

  private ConnectorType<?> type(Connection connection) {
    return connectors.get(connection.type());
  }

  /// The connections that have the current value of a secret checked, with the option that uses it.
  private Map<Connection, String> users(Image image, ObjectId secret) {
    Map<Connection, String> users = new LinkedHashMap<>();
    for (ObjectId id : image.dependants(secret)) {
      Optional<Connection> connection = image.connection(id);
      if (connection.isEmpty() || connectors.find(connection.get().type()).isEmpty()) {
        continue;
      }
      for (String key : type(connection.get()).checkedSecrets()) {
        Optional<OptionValue> use = connection.get().options().get(key);
        if (use.equals(Optional.of(new OptionValue.SecretUse(secret)))) {
          users.put(connection.get(), key);
        }
      }
    }
    return users;
  }

  private static Set<ObjectId> ids(Map<Connection, String> users) {
    Set<ObjectId> ids = new TreeSet<>();
    users.keySet().forEach(connection -> ids.add(connection.id()));
    return ids;
  }

  private static void mustBe(boolean same, String name) {
    if (!same) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "\"" + name + "\" or what uses it was changed while its secret was checked")
          .withHint("Try again.")
          .refusal();
    }
  }
}
