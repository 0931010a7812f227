package io.fairlead.connector.iceberg;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// @param tls counts when the address is encrypted
public record IcebergCatalogConfig(
    HttpAddress address, Tls tls, Optional<String> warehouse, SignIn signIn) {

  /// How a request proves who sends it.
  public sealed interface SignIn {
    /// With a token for a client's id and secret.
    ///
    /// @param credential `id:secret`
    record OAuth(TextOrSecret credential, Optional<String> scope) implements SignIn {}

    /// With a signature by an AWS connection.
    record Signature(ObjectId aws) implements SignIn {}
  }
}
