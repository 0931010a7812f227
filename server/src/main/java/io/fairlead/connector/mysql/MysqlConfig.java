package io.fairlead.connector.mysql;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param via the connection to go through
/// @param aws the AWS connection that signs in with IAM, in the place of a password
public record MysqlConfig(
    Optional<Tls> tls,
    Optional<ObjectId> via,
    Endpoint endpoint,
    Optional<String> database,
    LoginOptions login,
    Optional<ObjectId> aws) {
  /// Whether the server has to prove who it is.
  boolean verifies() {
    return tls.filter(layer -> layer.verify() != Tls.Verify.NOTHING).isPresent();
  }
}
