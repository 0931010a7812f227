/// Secrets in HashiCorp Vault or OpenBao, in a key/value engine of version 2. It must never send a
/// token to another address than the one in the options. Read [HashicorpVaultType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.hashicorpvault;
