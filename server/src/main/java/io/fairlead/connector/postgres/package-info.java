/// Connections to PostgreSQL and what speaks its protocol. The driver gets a socket that is already
/// connected and checked, and properties that are built here; it must never get a URL, a file name
/// or a class name from a user. Read [PostgresType] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.connector.postgres;
