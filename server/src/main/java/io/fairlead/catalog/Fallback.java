package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.ValueOverlap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// A connection as it signed in before, while an overlap lasts: for sign-ins that are refused as it is
/// now, and for nothing else.
///
/// @param signers the connections that sign for it, as they signed in before, where that was otherwise
/// @param until when the first of its overlaps is over
public record Fallback(Connection connection, Map<ObjectId, Connection> signers, Instant until) {
  /// Of the connection alone.
  ///
  /// @param objects finds an object of the image by its id
  /// @return empty when no overlap lasts
  public static Optional<Fallback> of(
      Connection connection, Function<ObjectId, Optional<CatalogObject>> objects, Instant now) {
    return of(connection, objects, _ -> false, now);
  }

  /// The same with those who sign for it: a peer that refuses a signature refuses them.
  ///
  /// @param signs whether a connection that it uses signs for it
  public static Optional<Fallback> of(
      Connection connection,
      Function<ObjectId, Optional<CatalogObject>> objects,
      Predicate<Connection> signs,
      Instant now) {
    Map<ObjectId, Connection> signers = new TreeMap<>();
    Instant until = Instant.MAX;
    for (ObjectId id : connection.options().references()) {
      Optional<Fallback> earlier =
          objects
              .apply(id)
              .filter(Connection.class::isInstance)
              .map(Connection.class::cast)
              .filter(signs)
              .flatMap(signer -> alone(signer, objects, now));
      if (earlier.isPresent()) {
        signers.put(id, earlier.get().connection());
        until = earliest(until, earlier.get().until());
      }
    }
    Optional<Fallback> own = alone(connection, objects, now);
    return own.isEmpty() && signers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Fallback(
                own.map(Fallback::connection).orElse(connection),
                Map.copyOf(signers),
                own.isPresent() ? earliest(until, own.get().until()) : until));
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Optional<Fallback> alone(
      Connection connection, Function<ObjectId, Optional<CatalogObject>> objects, Instant now) {
    Options options = connection.options();
    Instant until = Instant.MAX;
    Optional<CredentialOverlap> replaced =
        connection.overlap().filter(overlap -> now.isBefore(overlap.until()));
    if (replaced.isPresent()) {
      until = replaced.get().until();
      options = replaced.get().undone(options);
    }
    for (Map.Entry<String, OptionValue> entry : options.values().entrySet()) {
      if (!(entry.getValue() instanceof SecretUse use) || use.version().isPresent()) {
        continue;
      }
      Optional<ValueOverlap> overlap =
          objects
              .apply(use.secret())
              .flatMap(object -> object instanceof Secret secret ? secret.overlap() : Optional.empty())
              .filter(earlier -> now.isBefore(earlier.until()));
      if (overlap.isPresent()) {
        int version = overlap.get().version();
        options =
            options.with(entry.getKey(), new SecretUse(use.secret(), Optional.of(version)));
        until = earliest(until, overlap.get().until());
      }
    }
    return options.equals(connection.options())
        ? Optional.empty()
        : Optional.of(new Fallback(connection.withOptions(options), Map.of(), until));
  }
}
