package io.fairlead.connector.s3;

import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRole;
import io.fairlead.connector.AwsSts;
import io.fairlead.connector.HttpAddress;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param address where the bucket answers; its host begins with the bucket's name unless
///     `bucketInPath`
/// @param bucket empty when the connection is for whichever its user names
/// @param prefix with what the names of the objects begin; empty for all of them
/// @param keys sign, or assume the role
/// @param credential the same, inside of one secret
/// @param signer the connection whose identity signs
/// @param role is assumed with the keys, or without any with the server's own
public record S3Config(
    HttpAddress address,
    String bucket,
    boolean bucketInPath,
    String prefix,
    String region,
    Optional<AwsKeys> keys,
    Optional<OptionValue.SecretUse> credential,
    Optional<ObjectId> signer,
    Optional<Role> role) {

  /// @param tokens where it is assumed
  public record Role(AwsRole role, AwsSts.Place tokens) {}

  boolean isAnonymous() {
    return keys.isEmpty() && credential.isEmpty() && signer.isEmpty() && role.isEmpty();
  }
}
