package io.fairlead.secret;

import io.fairlead.model.MaterialRef;

/// A place that keeps secret material. Material is written once under a key that the store chooses,
/// and never changed; a new value is new material.
///
/// Each method may block on the network or the disk, has its own deadline, and throws a
/// [io.fairlead.base.Refusal] of kind `SECRET_UNAVAILABLE` or `SEALED` when it cannot serve.
public interface SecretStore {
  /// The backend's name as it stands in [MaterialRef#backend].
  String backend();

  /// Keeps `value` durably and tells where. Called before the catalog refers to it: a crash in
  /// between leaves an orphan, which [#remove] takes away later, never a dangling reference.
  MaterialRef keep(Slot slot, SecretBytes value);

  SecretBytes read(Slot slot, MaterialRef material);

  /// Forgets the material; does nothing when it is not there.
  void remove(Slot slot, MaterialRef material);

  /// True while the store can neither read nor write because its master key is missing or wrong.
  boolean isSealed();
}
