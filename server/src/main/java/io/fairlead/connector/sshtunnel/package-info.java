/// SSH tunnels: the way to hosts that only a bastion can reach. In process, through channels of one
/// SSH connection; it must never listen on a port, run the `ssh` program or read a user's `.ssh`.
/// Read [SshTunnelType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.sshtunnel;
