package io.fairlead.connector;

/// A type of connection that leads to secrets: what DeltaForge calls a credential storage. Its probe
/// signs in and lists what it may, a single entry at most.
public interface VaultType<C extends Record> extends ConnectorType<C> {
  /// Signs in where that is needed. The steps and the deadline are the attempt's; its subject is the
  /// vault's own connection, whose secrets are kept by this server and never by a vault.
  Vault open(C config, Attempt attempt) throws StepFailed;
}
