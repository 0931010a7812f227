package io.fairlead.connector.sqlserver;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param via the connection to go through
public record SqlServerConfig(
    Optional<Tls> tls,
    Optional<ObjectId> via,
    Endpoint endpoint,
    String database,
    LoginOptions login) {}
