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
import java.util.function.Function;

/// A connection as it signed in before, while an overlap lasts: for sign-ins that are refused as it is
/// now, and for nothing else.
///
/// @param until when the first of its overlaps is over
public record Fallback(Connection connection, Instant until) {
  /// @param objects finds an object of the image by its id
  /// @return empty when no overlap lasts
  public static Optional<Fallback> of(
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
        until = until.isBefore(overlap.get().until()) ? until : overlap.get().until();
      }
    }
    return options.equals(connection.options())
        ? Optional.empty()
        : Optional.of(new Fallback(connection.withOptions(options), until));
  }
}
