/// Secrets in Azure Key Vault. It must never take an identity from the machine that the server runs
/// on. Read [AzureKeyVaultType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.azurekeyvault;
