package io.fairlead.connector.s3;

import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.HttpAddress;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param address where the bucket answers; its host begins with the bucket's name unless
///     `bucketInPath`
/// @param bucket empty when the connection is for whichever its user names
/// @param prefix with what the names of the objects begin; empty for all of them
/// @param signer the connection whose identity signs
public record S3Config(
    HttpAddress address,
    String bucket,
    boolean bucketInPath,
    String prefix,
    String region,
    Optional<AwsKeys> keys,
    Optional<OptionValue.SecretUse> credential,
    Optional<ObjectId> signer) {}
