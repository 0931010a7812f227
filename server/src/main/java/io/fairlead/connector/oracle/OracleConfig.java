package io.fairlead.connector.oracle;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import java.util.Optional;

/// @param tls empty when the connection is not encrypted
/// @param tunnel the connection to go through
/// @param service the database, as the listener knows it
public record OracleConfig(
    Optional<Tls> tls,
    Optional<ObjectId> tunnel,
    Endpoint endpoint,
    String service,
    LoginOptions login) {}
