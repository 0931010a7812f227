package io.fairlead.connector.schemaregistry;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param tls counts when the address is encrypted
/// @param via the tunnel to go through
/// @param user empty for a registry that wants no sign-in
public record SchemaRegistryConfig(
    HttpAddress address,
    Tls tls,
    Optional<ObjectId> via,
    Optional<TextOrSecret> user,
    Optional<OptionValue.SecretUse> password) {}
