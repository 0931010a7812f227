package io.fairlead.connector.sshtunnel;

import io.fairlead.connector.Endpoint;
import java.util.Optional;

/// @param hostKey what the bastion's key must be; empty when any will do
public record SshTunnelConfig(Endpoint endpoint, String user, Optional<HostKey> hostKey) {}
