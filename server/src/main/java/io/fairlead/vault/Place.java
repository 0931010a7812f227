package io.fairlead.vault;

import io.fairlead.model.ObjectId;

/// Where a value is: the vault connection, and the vault's own name for it.
record Place(ObjectId storage, String name) {}
