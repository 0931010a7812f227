package io.fairlead.connector.awssecrets;

import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.HttpAddress;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// One of `keys` and `connection` is there, not both.
///
/// @param connection signs in the place of keys
/// @param prefix stands before every name; may be empty
public record AwsSecretsConfig(
    HttpAddress address,
    AwsRegion region,
    Optional<AwsKeys> keys,
    Optional<ObjectId> connection,
    String prefix) {}
