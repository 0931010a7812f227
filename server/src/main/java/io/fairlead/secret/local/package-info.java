/// The built-in secret store: material sealed under a master key, in the catalog's own database.
/// It must never write a secret unsealed, nor write at all without the right key.
/// Read [LocalVault], then [MasterKey].
@org.jspecify.annotations.NullMarked
package io.fairlead.secret.local;
