package io.fairlead.connector.postgres;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param tunnel the connection to go through
public record PostgresConfig(
    Optional<Tls> tls,
    Optional<ObjectId> tunnel,
    String database,
    Endpoint endpoint,
    LoginOptions login) {}
