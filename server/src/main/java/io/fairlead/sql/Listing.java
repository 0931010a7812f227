package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.Optional;

/// What DeltaForge's SHOW lists and its DESCRIBE tells of one of.
public enum Listing {
  CONNECTION,
  /// A vault or credential: a secret of the catalog.
  CREDENTIAL,
  /// A connection to a vault.
  CREDENTIAL_STORAGE,
  /// A connection that is an identity, with which locations sign in.
  STORAGE_CREDENTIAL,
  /// A connection that is a place in somebody's storage.
  EXTERNAL_LOCATION,
  TOKEN;

  /// What the catalog keeps it as.
  public Kind kind() {
    return switch (this) {
      case CONNECTION, CREDENTIAL_STORAGE, STORAGE_CREDENTIAL, EXTERNAL_LOCATION ->
          Kind.CONNECTION;
      case CREDENTIAL -> Kind.SECRET;
      case TOKEN -> Kind.TOKEN;
    };
  }

  /// Itself where it is a family of connections with a name of its own.
  public Optional<Listing> family() {
    return switch (this) {
      case CREDENTIAL_STORAGE, STORAGE_CREDENTIAL, EXTERNAL_LOCATION -> Optional.of(this);
      case CONNECTION, CREDENTIAL, TOKEN -> Optional.empty();
    };
  }

  /// `credential storage`, for messages.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
