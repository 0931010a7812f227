package io.fairlead.connector.mysql;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param via the connection to go through
/// @param aws the AWS connection that signs in with IAM, in the place of a password
public record MysqlConfig(
    Optional<Tls> tls,
    Optional<ObjectId> via,
    Endpoint endpoint,
    TextOrSecret user,
    Optional<OptionValue.SecretUse> password,
    Optional<ObjectId> aws) {
  /// Whether the server has to prove who it is.
  boolean verifies() {
    return tls.filter(layer -> layer.verify() != Tls.Verify.NOTHING).isPresent();
  }
}
