package io.fairlead.secret;

import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;

/// What is known of calls to vaults. None of it is kept: it begins anew with the server.
public interface VaultStatuses {
  /// [VaultStatus#UNKNOWN] for what is not linked.
  VaultStatus status(Secret secret);

  /// Of a credential storage, over everything that was read there.
  VaultStatus storageStatus(ObjectId storage);
}
