package io.fairlead.connector.sqlserver;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param via the connection to go through
/// @param password always there in a configuration without problems
public record SqlServerConfig(
    Optional<Tls> tls,
    Optional<ObjectId> via,
    Endpoint endpoint,
    String database,
    TextOrSecret user,
    Optional<OptionValue.SecretUse> password) {}
