package io.fairlead.connector;

import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import java.util.Optional;

/// A type of connection that says who somebody is and leads nowhere by itself: DeltaForge calls it a
/// storage credential. Places in storage sign in with it.
public interface IdentityType<C extends Record> extends ConnectorType<C> {
  /// The options with which a connection of another type signs in as `identity`. Pure.
  ///
  /// @param storage the name of that type
  /// @return empty when it cannot
  Optional<Options> signIn(String storage, Connection identity);
}
