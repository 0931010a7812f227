package io.fairlead.connector;

import java.util.Optional;

/// An SSH server to connect to.
///
/// @param hostKey what its key must be; empty when any will do, and what it shows is learned
/// @param called what messages call it: `bastion`
public record SshPeer(Endpoint endpoint, Optional<HostKey> hostKey, String called) {}
