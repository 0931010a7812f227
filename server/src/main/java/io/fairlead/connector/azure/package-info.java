/// Connections of type `azure`: who somebody is at a storage account of Azure, by a key of the account
/// or by a signature that it gave. It must never ask anybody: which account it is about is known to
/// the place that signs in with it. Read [AzureType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.azure;
