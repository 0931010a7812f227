package io.fairlead.command;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
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
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Secret;
import io.fairlead.secret.SecretStores;
import io.fairlead.sql.ObjectName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What an application's driver needs to connect by itself, the secret included. For those with USAGE
/// on the connection.
///
/// An answer is kept while every object that was looked at for it is the same one of the catalog, and
/// until an overlap ends in it. One that rests on a vault of others is never kept, and neither is one
/// whose fallback could not be had.
///
/// While the image is the same one, the same question by the same role has the same answer, so that
/// most calls are one look into a map: names and rights are looked at once after each commit.
public final class Resolve {
  private static final int NOT_THERE = 0;

  private final Connectors connectors;
  private final SecretStores secrets;
  private final Dialer dialer;
  private final SecretUses uses;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Map<ObjectId, Made> kept = new ConcurrentHashMap<>();
  private volatile Proven proven = new Proven(Image.EMPTY, new ConcurrentHashMap<>());

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
  /// @param secrets of both ways, each with its version
  public record Resolved(
      Connection connection,
      Way way,
      Optional<Instant> expires,
      Optional<Way> fallback,
      Optional<Instant> until,
      List<SecretUse> secrets) {}

  /// The objects of an image, which remembers those that it was asked for.
  private static final class Rests {
    private final Image image;
    private final Map<ObjectId, Integer> versions = new HashMap<>();
    private final List<Secret> secrets = new ArrayList<>();

    Rests(Image image) {
      this.image = image;
    }

    Optional<CatalogObject> object(ObjectId id) {
      Optional<CatalogObject> found = image.object(id);
      versions.put(id, found.map(CatalogObject::version).orElse(NOT_THERE));
      if (found.orElse(null) instanceof Secret secret) {
        secrets.add(secret);
      }
      return found;
    }

    /// Whether all material is this server's own, which never changes under its key.
    boolean areIn(String backend) {
      return secrets.stream()
          .allMatch(
              secret ->
                  secret.link().isEmpty()
                      && secret.versions().stream()
                          .allMatch(version -> version.material().backend().equals(backend)));
    }
  }

  /// @param rests the versions of every object that was looked at
  /// @param reads each with its version
  /// @param mayStay whether the same question has the same answer while all that is so
  private record Made(
      Resolved resolved,
      Map<ObjectId, Integer> rests,
      List<SecretRead> reads,
      boolean mayStay) {
    boolean isOver(Instant now) {
      return resolved.until().isPresent() && !now.isBefore(resolved.until().get());
    }

    boolean holds(Image image, Instant now) {
      if (isOver(now)) {
        return false;
      }
      for (Map.Entry<ObjectId, Integer> rest : rests.entrySet()) {
        int version = image.object(rest.getKey()).map(CatalogObject::version).orElse(NOT_THERE);
        if (version != rest.getValue()) {
          return false;
        }
      }
      return true;
    }
  }

  private record Asked(ObjectId role, String schema, ObjectName name) {}

  /// What those may be told who asked for it on one image.
  private record Proven(Image image, Map<Asked, Made> answers) {}

  public Resolved resolve(Image image, Actor actor, ObjectName name) {
    Instant now = clock.instant();
    Asked asked = new Asked(actor.role(), actor.schema(), name);
    Proven sameImage = proven;
    Made found = sameImage.image() == image ? sameImage.answers().get(asked) : null;
    if (found == null || found.isOver(now)) {
      found = permitted(image, actor, name, now);
      remember(image, asked, found);
    }
    uses.record(found.reads(), SecretUses.By.RESOLVE);
    return found.resolved();
  }

  private void remember(Image image, Asked asked, Made made) {
    Proven latest = proven;
    if (latest.image() != image) {
      latest = new Proven(image, new ConcurrentHashMap<>());
      proven = latest;
    }
    if (made.mayStay() && latest.answers().size() < Limits.RESOLVED_KEPT) {
      latest.answers().put(asked, made);
    }
  }

  /// Looks at names and rights.
  private Made permitted(Image image, Actor actor, ObjectName name, Instant now) {
    Access access = Rights.access(image, actor);
    Connection connection = Lookup.connection(image, access, name, actor);
    Rights.mustUse(access, image, actor, connection);
    Made found = kept.get(connection.id());
    if (found == null || !found.holds(image, now)) {
      found = made(image, connection, now);
      if (found.mayStay()) {
        keep(image, found, now);
      }
    }
    return found;
  }

  private void keep(Image image, Made made, Instant now) {
    if (kept.size() >= Limits.RESOLVED_KEPT) {
      kept.values().removeIf(old -> !old.holds(image, now));
      if (kept.size() >= Limits.RESOLVED_KEPT) {
        kept.clear();
      }
    }
    kept.put(made.resolved().connection().id(), made);
  }

  private Made made(Image image, Connection connection, Instant now) {
    if (!(connectors.get(connection.type()) instanceof DriverType<?> type)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connections of type \"" + connection.type() + "\" are not for drivers")
          .withHint("Applications can open connections to databases by themselves.")
          .refusal();
    }
    Rests rests = new Rests(image);
    rests.object(connection.id());
    ObjectSurroundings around = new ObjectSurroundings(rests::object, connectors, secrets);
    Told present = told(connection, type, around);
    Optional<Fallback> before = Fallback.of(connection, rests::object, now);
    Optional<Told> earlier =
        before.flatMap(fallback -> toldBefore(fallback.connection(), type, around));
    Resolved resolved =
        new Resolved(
            connection,
            present.way(),
            expires(image, present.reads()),
            earlier.map(Told::way),
            earlier.flatMap(_ -> before.map(Fallback::until)),
            Stream.concat(
                    present.reads().stream(), earlier.stream().flatMap(told -> told.reads().stream()))
                .map(SecretRead::use)
                .distinct()
                .toList());
    boolean whole = before.isPresent() == earlier.isPresent();
    return new Made(
        resolved,
        Map.copyOf(rests.versions),
        present.reads(),
        whole && rests.areIn(secrets.standard().backend()));
  }

  /// @param reads each with its version
  private record Told(Way way, List<SecretRead> reads) {}

  /// Empty when it cannot be had, such as a version that is not kept any more: the present one can.
  private Optional<Told> toldBefore(
      Connection subject, DriverType<?> type, ObjectSurroundings around) {
    try {
      return Optional.of(told(subject, type, around));
    } catch (Refusal unusable) {
      return Optional.empty();
    }
  }

  private Told told(Connection subject, DriverType<?> type, ObjectSurroundings around) {
    Deadline deadline = Deadline.after(Limits.PROBE, nanoTime);
    try (Attempt attempt = new Attempt(subject, around, dialer, deadline, nanoTime)) {
      DriverSettings settings = attempt.driverSettings(type);
      List<SecretRead> reads = SecretRead.pinned(attempt.secretsRead(), around);
      return new Told(
          new Way(
              settings.url(),
              settings.properties(),
              settings.login().user(),
              settings.login().password(),
              reads.stream().findFirst().flatMap(read -> read.use().version())),
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
