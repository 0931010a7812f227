package io.fairlead.connector.azureblob;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param prefix with what the names of the blobs begin; empty for all of them
/// @param signer the connection whose identity signs
public record AzureBlobConfig(
    HttpAddress address,
    String account,
    String container,
    String prefix,
    Optional<OptionValue.SecretUse> accountKey,
    Optional<OptionValue.SecretUse> sasToken,
    Optional<OptionValue.SecretUse> credential,
    Optional<ObjectId> signer) {}
