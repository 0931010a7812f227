package io.fairlead.connector.restapi;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.Tls;

/// @param target of the call, below the address: a path and perhaps a query
/// @param expected the answers that are good ones
public record RestApiConfig(
    HttpAddress address,
    Tls tls,
    AuthMode auth,
    String method,
    String target,
    StatusRanges expected) {}
