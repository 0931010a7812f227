/// Connections of type `azure-blob`: a container of Azure's blob storage. The probe lists at most one
/// blob and changes nothing; it must never print a SAS token, which stands in the target of a
/// request. Read [AzureBlobType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.azureblob;
