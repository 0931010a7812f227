/// The nouns of the catalog as records and sealed types: connections, secrets, roles, schemas and
/// the values of their options. Pure data: it must never touch the network, a store or a dialect.
/// Read [CatalogObject] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.model;
