package io.fairlead.sql;

/// What DeltaForge's SHOW lists and its DESCRIBE tells of one of.
public enum Listing {
  CONNECTION,
  /// A vault or credential: a secret of the catalog.
  CREDENTIAL,
  /// A connection to a vault.
  CREDENTIAL_STORAGE,
  TOKEN;

  /// `credential storage`, for messages.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
