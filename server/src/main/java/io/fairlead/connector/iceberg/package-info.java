/// Connections to Iceberg catalogs that speak the REST protocol. The probe signs in and lists the
/// namespaces; it must never go to another address that a catalog names, since its token would go
/// along. Read [IcebergCatalogType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.iceberg;
