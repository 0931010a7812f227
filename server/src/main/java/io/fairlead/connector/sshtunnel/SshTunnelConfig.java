package io.fairlead.connector.sshtunnel;

import io.fairlead.connector.SshPeer;

public record SshTunnelConfig(SshPeer bastion, String user) {}
