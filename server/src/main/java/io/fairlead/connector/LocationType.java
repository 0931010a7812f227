package io.fairlead.connector;

import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import java.util.Optional;

/// A type of connection that is a place in storage of some other type: DeltaForge calls it an
/// external location.
public interface LocationType<C extends Record> extends ConnectorType<C> {
  Optional<String> url(Options options);

  /// The [IdentityType] connection that it signs in with; empty where everybody may.
  Optional<ObjectId> identity(Options options);

  /// Those that are neither.
  Options furtherOptions(Options options);
}
