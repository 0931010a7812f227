package io.fairlead.command;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Fallback;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.DriverType;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.SecretRead;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import io.fairlead.secret.SecretStores;
import io.fairlead.sql.ObjectName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What an application's driver needs to connect by itself, the secret included. For those with USAGE
/// on the connection.
///
/// An answer is kept while everything that it rests on is the same object of the catalog, so that most
/// calls are a check of rights and a look into a map. One that rests on a linked secret is never kept.
public final class Resolve {
  private final Connectors connectors;
  private final SecretStores secrets;
  private final Dialer dialer;
  private final SecretUses uses;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<ObjectId, Kept> kept = new ConcurrentHashMap<>();

  public Resolve(
      Connectors connectors,
      SecretStores secrets,
      Dialer dialer,
      SecretUses uses,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.connectors = connectors;
    this.secrets = secrets;
    this.dialer = dialer;
    this.uses = uses;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// How a driver gets there.
  ///
  /// @param url a JDBC URL without parameters
  /// @param secretVersion empty when no secret is used
  public record Way(
      String url,
      SortedMap<String, String> properties,
      String user,
      Optional<String> password,
      Optional<Integer> secretVersion) {
    /// Without the login.
    @Override
    public String toString() {
      return "Way[" + url + "]";
    }
  }

  /// @param expires when the secret does, as people said; advisory
  /// @param fallback the same with the secrets of before, for a login that is refused
  /// @param until when the fallback is over
  public record Resolved(
      Connection connection,
      Way way,
      Optional<Instant> expires,
      Optional<Way> fallback,
      Optional<Instant> until) {}

  /// @param rests every object that the answer was made of
  private record Kept(Resolved resolved, Map<ObjectId, CatalogObject> rests, Uses reads) {
    boolean holds(Image image, Instant now) {
      if (resolved.until().filter(end -> !now.isBefore(end)).isPresent()) {
        return false;
      }
      for (Map.Entry<ObjectId, CatalogObject> entry : rests.entrySet()) {
        int version = entry.getValue().version();
        if (image.object(entry.getKey()).filter(object -> object.version() == version).isEmpty()) {
          return false;
        }
      }
      return true;
    }
  }

  private record Uses(List<SecretRead> reads, ObjectSurroundings around) {}

  public Resolved resolve(Image image, Actor actor, ObjectName name) {
    Connection connection = Lookup.connection(image, name, actor);
    Rights.mustUse(image, actor, connection);
    Instant now = clock.instant();
    Kept found = kept.get(connection.id());
    if (found == null || !found.holds(image, now)) {
      found = made(image, connection, now);
      keep(image, found);
    }
    uses.record(found.reads().reads(), found.reads().around(), SecretUses.By.RESOLVE);
    return found.resolved();
  }

  private void keep(Image image, Kept made) {
    boolean linked =
        made.rests().values().stream()
            .anyMatch(object -> object instanceof Secret secret && secret.link().isPresent());
    if (linked) {
      return;
    }
    if (kept.size() >= Limits.RESOLVED_KEPT) {
      kept.values().removeIf(old -> !old.holds(image, clock.instant()));
      if (kept.size() >= Limits.RESOLVED_KEPT) {
        kept.clear();
      }
    }
    kept.put(made.resolved().connection().id(), made);
  }

  private Kept made(Image image, Connection connection, Instant now) {
    if (!(connectors.get(connection.type()) instanceof DriverType<?> type)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connections of type \"" + connection.type() + "\" are not for drivers")
          .withHint("Applications can open connections to databases by themselves.")
          .refusal();
    }
    Map<ObjectId, CatalogObject> rests = new HashMap<>();
    rests.put(connection.id(), connection);
    for (ObjectId id : connection.references()) {
      rests.put(id, image.get(id));
    }
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, secrets);
    Made present = way(connection, type, around);
    Optional<Fallback> before = Fallback.of(connection, image::object, now);
    Optional<Way> fallback =
        before.flatMap(earlier -> earlierWay(earlier.connection(), type, around));
    return new Kept(
        new Resolved(
            connection,
            present.way(),
            expires(image, present.reads()),
            fallback,
            fallback.flatMap(_ -> before.map(Fallback::until))),
        rests,
        new Uses(present.reads(), around));
  }

  private record Made(Way way, List<SecretRead> reads) {}

  /// Empty when it cannot be had, such as a version that is not kept any more: the present one can.
  private Optional<Way> earlierWay(
      Connection subject, DriverType<?> type, ObjectSurroundings around) {
    try {
      return Optional.of(way(subject, type, around).way());
    } catch (Refusal unusable) {
      return Optional.empty();
    }
  }

  private Made way(Connection subject, DriverType<?> type, ObjectSurroundings around) {
    Deadline deadline = Deadline.after(Limits.PROBE, nanoTime);
    try (Attempt attempt = new Attempt(subject, around, dialer, deadline, nanoTime)) {
      DriverSettings settings = attempt.driverSettings(type);
      List<SecretRead> reads = attempt.secretsRead();
      Optional<Integer> version =
          reads.stream().findFirst().map(read -> around.version(read.use()).number());
      return new Made(
          new Way(
              settings.url(),
              settings.properties(),
              settings.login().user(),
              settings.login().password(),
              version),
          reads);
    } catch (StepFailed failed) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "connection \"" + subject.name().object() + "\" is not for drivers: " + failed.cause())
          .withHint(failed.hint())
          .refusal();
    }
  }

  private static Optional<Instant> expires(Image image, List<SecretRead> reads) {
    return reads.stream()
        .map(read -> image.secret(read.use().secret()))
        .flatMap(Optional::stream)
        .map(secret -> secret.facts().expires())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
