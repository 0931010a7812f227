package io.fairlead.connector.gcs;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param prefix with what the names of the objects begin; empty for all of them
/// @param key the key of a service account, whichever option names it
/// @param signer the connection whose identity signs
public record GcsConfig(
    HttpAddress address,
    String bucket,
    String prefix,
    Optional<OptionValue.SecretUse> key,
    Optional<ObjectId> signer) {}
