/// Connections of type `gcp`: the key of a service account of Google Cloud. It must never send
/// anything to an address that stands in such a key, which whoever wrote the secret has chosen. Read
/// [GcpType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.gcp;
