package io.fairlead.connector.postgres;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param tunnel the connection to go through
public record PostgresConfig(
    Optional<Tls> tls,
    Optional<ObjectId> tunnel,
    String database,
    Endpoint endpoint,
    TextOrSecret user,
    Optional<OptionValue.SecretUse> password) {}
